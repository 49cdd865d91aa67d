terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

locals {
  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["sagemaker.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "execution" {
  name               = "studio-execution"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

module "image" {
  source   = "./modules/image"
  name     = "team-tools"
  role_arn = aws_iam_role.execution.arn
}

variable "use_image" {
  type    = bool
  default = true
}

resource "aws_security_group" "studio" {
  name   = "studio"
  vpc_id = local.vpc_id
}

resource "aws_sagemaker_domain" "this" {
  domain_name             = "with-image"
  auth_mode               = "IAM"
  vpc_id                  = local.vpc_id
  subnet_ids              = local.subnet_ids
  app_network_access_type = "VpcOnly"

  default_user_settings {
    execution_role  = aws_iam_role.execution.arn
    security_groups = [aws_security_group.studio.id]

    jupyter_lab_app_settings {
      dynamic "custom_image" {
        for_each = var.use_image ? [module.image.image] : []

        content {
          image_name            = custom_image.value.name
          image_version_number  = custom_image.value.version
          app_image_config_name = custom_image.value.config
        }
      }
    }
  }

  default_space_settings {
    execution_role  = aws_iam_role.execution.arn
    security_groups = [aws_security_group.studio.id]
  }
}
