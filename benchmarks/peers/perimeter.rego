package perimeter

# Five rules on single resources of a plan, as a team writes them first. No rule follows a route, a statement or a condition.

resources contains resource if {
	some resource in input.planned_values.root_module.resources
	resource.mode == "managed"
}

deny contains message if {
	some resource in resources
	resource.type == "aws_sagemaker_domain"
	resource.values.app_network_access_type != "VpcOnly"
	message := sprintf("%s: apps have a network interface of AWS", [resource.address])
}

deny contains message if {
	some resource in resources
	resource.type == "aws_vpc_security_group_ingress_rule"
	resource.values.cidr_ipv4 == "0.0.0.0/0"
	message := sprintf("%s: admits every address", [resource.address])
}

deny contains message if {
	some resource in resources
	resource.type == "aws_subnet"
	resource.values.map_public_ip_on_launch == true
	message := sprintf("%s: gives public addresses", [resource.address])
}

deny contains message if {
	some resource in resources
	resource.type == "aws_s3_bucket_public_access_block"
	resource.values.restrict_public_buckets != true
	message := sprintf("%s: lets a bucket be public", [resource.address])
}

deny contains message if {
	some resource in resources
	resource.type == "aws_kms_key"
	resource.values.enable_key_rotation != true
	message := sprintf("%s: keeps its key material", [resource.address])
}
