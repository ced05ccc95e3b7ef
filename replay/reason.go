package replay

// reason says what a line is, or why it is no record.
type reason uint8

const (
	accepted        reason = iota // a record
	blank                         // nothing but blanks: neither a record nor wrong
	invalidJSON                   // not one well-formed JSON value
	notAnObject                   // a JSON value, but no object
	invalidUTF8                   // bytes that are not UTF-8, which other readers replace silently
	tooDeep                       // more than maxNesting objects and arrays inside each other
	lineTooLong                   // longer than MaxLineBytes
	keyNotEvaluable               // a key expression has no defined value for the record
	payloadNoObject               // an envelope around something that is not one JSON object
	nullValue                     // a record of a topic without a value: a tombstone
	reasons                       // their number
)

// String returns the name that the report uses.
func (r reason) String() string {
	return [reasons]string{"accepted", "blank", "invalid_json", "not_an_object", "invalid_utf8", "too_deep",
		"line_too_long", "key_not_evaluable", "payload_not_an_object", "null_value"}[r]
}
