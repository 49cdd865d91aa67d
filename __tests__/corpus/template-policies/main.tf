terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "prefixes" {
  type    = list(string)
  default = ["raw", "curated"]
}

resource "aws_s3_bucket" "data" {
  bucket = "studio-data"
}

resource "aws_iam_role" "execution" {
  name               = "studio-execution"
  assume_role_policy = file("${path.module}/policies/trust.json")
}

resource "aws_iam_role_policy" "execution" {
  name = "data"
  role = aws_iam_role.execution.id
  policy = templatefile("${path.module}/policies/execution.json.tftpl", {
    bucket_arn = aws_s3_bucket.data.arn
    prefixes   = var.prefixes
    read_only  = false
  })
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = templatefile("${path.module}/policies/bucket.json.tftpl", { bucket_arn = aws_s3_bucket.data.arn })
}
