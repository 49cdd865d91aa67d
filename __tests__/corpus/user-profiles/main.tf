terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "domain_id" {
  type    = string
  default = "d-abcdefghijkl"
}

variable "data_scientists" {
  type    = set(string)
  default = ["ana", "bo"]
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

resource "aws_iam_role" "data_scientist" {
  name               = "studio-data-scientist"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

# Profiles in the domain of the platform team.
resource "aws_sagemaker_user_profile" "data_scientist" {
  for_each          = var.data_scientists
  domain_id         = var.domain_id
  user_profile_name = each.key

  user_settings {
    execution_role = aws_iam_role.data_scientist.arn
  }
}
