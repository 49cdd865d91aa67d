variable "cidr" {
  description = "Addresses of the VPC"
  type        = string
}
