variable "name" {
  type = string
}

variable "role_arn" {
  type = string
}

resource "aws_ecr_repository" "this" {
  name                 = var.name
  image_tag_mutability = "IMMUTABLE"
}

# The image is built where Terraform runs.
resource "terraform_data" "build" {
  triggers_replace = [var.name]

  provisioner "local-exec" {
    command = "true"
  }
}

resource "aws_sagemaker_image" "this" {
  image_name = var.name
  role_arn   = var.role_arn
}

resource "aws_sagemaker_image_version" "this" {
  image_name = aws_sagemaker_image.this.image_name
  base_image = "${aws_ecr_repository.this.repository_url}:latest"
  depends_on = [terraform_data.build]
}

resource "aws_sagemaker_app_image_config" "this" {
  app_image_config_name = var.name

  jupyter_lab_image_config {}
}

output "image" {
  value = {
    name    = aws_sagemaker_image.this.image_name
    version = aws_sagemaker_image_version.this.version
    config  = aws_sagemaker_app_image_config.this.app_image_config_name
  }
}
