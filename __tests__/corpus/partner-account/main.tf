terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# A bucket policy that opens the data to another account: one condition too few.
variable "partners" {
  type    = map(string)
  default = { analytics = "444455556666" }
}

resource "aws_s3_bucket" "data" {
  bucket = "studio-data"
}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]

  dynamic "statement" {
    for_each = var.partners
    content {
      sid       = title(statement.key)
      actions   = ["s3:GetObject"]
      resources = ["${aws_s3_bucket.data.arn}/*"]
      principals {
        type        = "AWS"
        identifiers = [format("arn:aws:iam::%s:root", statement.value)]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = data.aws_iam_policy_document.bucket.json
}
