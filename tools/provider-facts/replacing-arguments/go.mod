module replacing-arguments
go 1.24
