terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# Egress through a transit gateway, whose tables are in this configuration.
resource "aws_vpc" "studio" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_subnet" "studio" {
  vpc_id            = aws_vpc.studio.id
  cidr_block        = "10.2.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_ec2_transit_gateway" "this" {
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}

resource "aws_ec2_transit_gateway_vpc_attachment" "studio" {
  transit_gateway_id = aws_ec2_transit_gateway.this.id
  vpc_id             = aws_vpc.studio.id
  subnet_ids         = [aws_subnet.studio.id]
}

resource "aws_route_table" "studio" {
  vpc_id = aws_vpc.studio.id

  route {
    cidr_block         = "0.0.0.0/0"
    transit_gateway_id = aws_ec2_transit_gateway.this.id
  }
}

resource "aws_route_table_association" "studio" {
  subnet_id      = aws_subnet.studio.id
  route_table_id = aws_route_table.studio.id
}
