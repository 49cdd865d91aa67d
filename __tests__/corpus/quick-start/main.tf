terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# The quick start that most teams begin with: AmazonSageMakerFullAccess and a domain open to the internet.
locals {
  managed = toset(["AmazonSageMakerFullAccess", "AmazonS3FullAccess"])
}

resource "aws_iam_role" "execution" {
  name = "studio-execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "sagemaker.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "managed" {
  for_each   = local.managed
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "studio" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = element(["eu-west-1a", "eu-west-1b"], count.index)
}

resource "aws_sagemaker_domain" "this" {
  domain_name             = "analytics"
  auth_mode               = "IAM"
  vpc_id                  = aws_vpc.this.id
  subnet_ids              = aws_subnet.studio[*].id
  app_network_access_type = "PublicInternetOnly"

  default_user_settings {
    execution_role = aws_iam_role.execution.arn
  }
}
