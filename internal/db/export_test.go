package db

// For tests with migrations of their own.
var (
	MigrateFiles = migrate
	AtHeadOf     = atHead
)
