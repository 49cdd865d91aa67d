# The account of the Git server, which offers it through PrivateLink.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444455556666"]
}

data "aws_caller_identity" "current" {}

locals {
  ports = toset(["443", "22"])
}

resource "aws_vpc" "git" {
  cidr_block = "10.90.0.0/16"
}

resource "aws_subnet" "git" {
  vpc_id            = aws_vpc.git.id
  availability_zone = "eu-west-1a"
  cidr_block        = "10.90.0.0/24"
}

resource "aws_route_table" "git" {
  vpc_id = aws_vpc.git.id
}

resource "aws_route_table_association" "git" {
  subnet_id      = aws_subnet.git.id
  route_table_id = aws_route_table.git.id
}

resource "aws_security_group" "git" {
  name   = "git"
  vpc_id = aws_vpc.git.id
}

resource "aws_instance" "git" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "m7i.large"
  subnet_id              = aws_subnet.git.id
  vpc_security_group_ids = [aws_security_group.git.id]
}

resource "aws_lb" "git" {
  name               = "git"
  internal           = true
  load_balancer_type = "network"
  subnets            = [aws_subnet.git.id]
}

resource "aws_lb_target_group" "git" {
  for_each = local.ports
  name     = "git-${each.key}"
  port     = tonumber(each.key)
  protocol = "TCP"
  vpc_id   = aws_vpc.git.id
}

resource "aws_lb_target_group_attachment" "git" {
  for_each         = aws_lb_target_group.git
  target_group_arn = each.value.arn
  target_id        = aws_instance.git.id
}

resource "aws_lb_listener" "git" {
  for_each          = aws_lb_target_group.git
  load_balancer_arn = aws_lb.git.arn
  port              = tonumber(each.key)
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = each.value.arn
  }
}

resource "aws_vpc_endpoint_service" "git" {
  acceptance_required        = false
  network_load_balancer_arns = [aws_lb.git.arn]
  private_dns_name           = "git.corp.example.net"
}

resource "aws_vpc_endpoint_service_allowed_principal" "studio" {
  vpc_endpoint_service_id = aws_vpc_endpoint_service.git.id
  principal_arn           = "arn:aws:iam::111122223333:root"
}

output "service_name" {
  value = aws_vpc_endpoint_service.git.service_name
}
