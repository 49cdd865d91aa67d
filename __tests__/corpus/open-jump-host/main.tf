terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# A machine with a public address next to Studio.
resource "aws_vpc" "this" {
  cidr_block = "10.4.0.0/16"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "jump" {
  vpc_id                  = aws_vpc.this.id
  cidr_block              = cidrsubnet("10.4.0.0/16", 8, 9)
  map_public_ip_on_launch = true
}

resource "aws_route_table" "jump" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "jump" {
  route_table_id         = aws_route_table.jump.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "jump" {
  subnet_id      = aws_subnet.jump.id
  route_table_id = aws_route_table.jump.id
}

resource "aws_security_group" "jump" {
  name   = "jump"
  vpc_id = aws_vpc.this.id
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  for_each          = { for port in [22, 3389] : tostring(port) => port }
  security_group_id = aws_security_group.jump.id
  from_port         = each.value
  to_port           = each.value
  ip_protocol       = "tcp"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_instance" "jump" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.jump.id
  vpc_security_group_ids      = [aws_security_group.jump.id]
  associate_public_ip_address = true

  metadata_options {
    http_tokens = "required"
  }
}
