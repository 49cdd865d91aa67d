terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "replica"
  region = "eu-central-1"
}

# One module for both Regions: it gets the provider of the Region, and the one of the other Region for the copies.
module "data" {
  source = "./modules/bucket"
  name   = "studio-data-eu-west-1"

  providers = {
    aws       = aws
    aws.other = aws.replica
  }
}

module "replica" {
  source = "./modules/bucket"
  name   = "studio-data-eu-central-1"

  providers = {
    aws       = aws.replica
    aws.other = aws
  }
}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}

resource "aws_kms_key" "this" {
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}
