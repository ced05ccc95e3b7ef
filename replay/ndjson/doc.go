// Package ndjson reads lines of JSON: it checks that each line is one well-formed object, in all of its
// bytes, and finds the values of the fields that are wanted, without decoding anything else.
//
//	line ──► known layout? ──yes──► follow: compare the text between the scalars, note their places
//	              │ no
//	              ├──► tokens: made 64 bytes at a time, only their order is checked
//	              │       │ something is wrong or unusual, or the processor has no AVX2
//	              └──► parse: the whole grammar
//
// A line that is laid out as one before costs least, but it has to be: where fields are missing, come in any order
// or change their types, tokens are faster. follow is written in assembly for amd64 and in Go for everything else;
// tokens are made in assembly alone, in one way for AVX2 and in a faster one for AVX-512. All ways are compared with encoding/json by tests.
package ndjson
