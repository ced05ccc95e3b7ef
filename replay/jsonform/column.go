package jsonform

// Column is a field of the records of a schema.
type Column struct {
	Name string
	Type string // as SQL calls it: BIGINT, STRING, DECIMAL(10, 2); "" if it has no such type
}
