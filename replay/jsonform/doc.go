// Package jsonform writes values of binary formats as JSON, in one form for all of them, so that the same value gives
// the same key whatever format it came in:
//
//	integers, booleans, null    as they are
//	float, double               the shortest number that is the value; "NaN", "inf" and "-inf" are strings
//	decimal                     a number with all of its digits
//	timestamp of any unit       "2024-01-31 08:00:00.123", cut to milliseconds
//	date                        "2024-01-31"
//	time of day                 an integer in its unit
//	duration                    "P1M2DT3.004S"
//	bytes                       base64, with padding
//	uuid                        "123e4567-e89b-12d3-a456-426614174000"
//	enum                        the name
//
// Where a value of the engine's own deserialisation has a text by which it is hashed and grouped (FieldValue in
// src/velostream/sql/execution/types.rs), that text is taken: so timestamps are texts with milliseconds.
package jsonform
