terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

locals {
  zones    = ["eu-west-1a", "eu-west-1b"]
  domains  = ["pypi.org", "files.pythonhosted.org"]
  services = ["sagemaker.api", "sagemaker.runtime", "sts", "logs", "kms", "ecr.api", "ecr.dkr", "monitoring"]
}

# The transit gateway: one table for spokes, one for what comes back from the inspection VPC.
resource "aws_ec2_transit_gateway" "hub" {
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}

resource "aws_ec2_transit_gateway_route_table" "spokes" {
  transit_gateway_id = aws_ec2_transit_gateway.hub.id
}

resource "aws_ec2_transit_gateway_route_table" "inspection" {
  transit_gateway_id = aws_ec2_transit_gateway.hub.id
}

resource "aws_ec2_transit_gateway_vpc_attachment" "studio" {
  transit_gateway_id                              = aws_ec2_transit_gateway.hub.id
  vpc_id                                          = aws_vpc.studio.id
  subnet_ids                                      = [for zone in local.zones : aws_subnet.studio_transit[zone].id]
  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false
}

resource "aws_ec2_transit_gateway_vpc_attachment" "inspection" {
  transit_gateway_id                              = aws_ec2_transit_gateway.hub.id
  vpc_id                                          = aws_vpc.inspection.id
  subnet_ids                                      = values(aws_subnet.inspection_transit)[*].id
  appliance_mode_support                          = "enable"
  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false
}

resource "aws_ec2_transit_gateway_route_table_association" "studio" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.studio.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.spokes.id
}

resource "aws_ec2_transit_gateway_route_table_association" "inspection" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.inspection.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.inspection.id
}

resource "aws_ec2_transit_gateway_route_table_propagation" "studio" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.studio.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.inspection.id
}

resource "aws_ec2_transit_gateway_route" "default" {
  destination_cidr_block         = "0.0.0.0/0"
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.inspection.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.spokes.id
}

resource "aws_ec2_transit_gateway_route" "private" {
  for_each = toset(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])

  destination_cidr_block         = each.value
  blackhole                      = true
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.spokes.id
}

# Another workload of the company, attached to the same gateway.
resource "aws_vpc" "batch" {
  cidr_block = "10.30.0.0/16"
}

resource "aws_subnet" "batch" {
  vpc_id            = aws_vpc.batch.id
  cidr_block        = "10.30.0.0/24"
  availability_zone = local.zones[0]
}

resource "aws_route_table" "batch" {
  vpc_id = aws_vpc.batch.id

  route {
    cidr_block         = "0.0.0.0/0"
    transit_gateway_id = aws_ec2_transit_gateway.hub.id
  }
}

resource "aws_route_table_association" "batch" {
  subnet_id      = aws_subnet.batch.id
  route_table_id = aws_route_table.batch.id
}

resource "aws_security_group" "batch" {
  vpc_id = aws_vpc.batch.id
}

resource "aws_instance" "batch" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "m7i.large"
  subnet_id              = aws_subnet.batch.id
  vpc_security_group_ids = [aws_security_group.batch.id]
}

resource "aws_ec2_transit_gateway_vpc_attachment" "batch" {
  transit_gateway_id                              = aws_ec2_transit_gateway.hub.id
  vpc_id                                          = aws_vpc.batch.id
  subnet_ids                                      = [aws_subnet.batch.id]
  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false
}

resource "aws_ec2_transit_gateway_route_table_association" "batch" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.batch.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.spokes.id
}

resource "aws_ec2_transit_gateway_route_table_propagation" "batch" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.batch.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.inspection.id
}
