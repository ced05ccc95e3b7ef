package ndjson

// Reason says what a line is, or why it is no record.
type Reason uint8

const (
	Accepted        Reason = iota // a record
	Blank                         // nothing but blanks: neither a record nor wrong
	invalidJSON                   // not one well-formed JSON value
	notAnObject                   // a JSON value, but no object
	InvalidUTF8                   // bytes that are not UTF-8, which other readers replace silently
	tooDeep                       // more than maxNesting objects and arrays inside each other
	LineTooLong                   // longer than MaxLineBytes
	KeyNotEvaluable               // a key expression has no defined value for the record
	PayloadNoObject               // an envelope around something that is not one JSON object
	NullValue                     // a record of a topic without a value: a tombstone
	Framed                        // a value with the header of a schema registry: a zero byte, then the id of a schema
	BadQuoting                    // a row whose quotes are not where they belong
	RaggedRow                     // a row that has more or fewer fields than there are columns
	Undecodable                   // bytes that do not fit the schema of their format
	Truncated                     // bytes that end where more of them has to come
	Unframed                      // a value without the header of a schema registry, where values have one
	UnknownSchema                 // a value whose schema the registry does not have
	BadSchema                     // a value whose schema is none, or says nothing of records
	Reasons                       // their number
)

// Unit is a piece of an input that is not written as JSON, of which one record is made.
type Unit struct {
	Start, Length uint32 // where it is in the input, if that has lines, without a line end; else the length alone counts
	Why           Reason // that it is no record
}

// String returns the name that the report uses.
func (r Reason) String() string {
	return [Reasons]string{"accepted", "blank", "invalid_json", "not_an_object", "invalid_utf8", "too_deep",
		"line_too_long", "key_not_evaluable", "payload_not_an_object", "null_value", "schema_registry",
		"bad_quoting", "ragged_row", "undecodable", "truncated",
		"no_schema_id", "unknown_schema", "bad_schema"}[r]
}
