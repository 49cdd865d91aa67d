output "vpc_id" {
  description = "The ID of the VPC"
  value       = local.vpc_id
}

output "private_subnets" {
  value = aws_subnet.private[*].id
}
