// Package ndjson reads lines of JSON: it checks that each line is one well-formed object, in all of its
// bytes, and finds the values of the fields that are wanted, without decoding anything else.
//
//	line ──► known layout? ──yes──► follow: compare the text between the scalars, note their places
//	              │ no
//	              └──► parse: the whole grammar ──► learn the layout for the next line
//
// The same layout on the next line costs a fraction of the parse. follow is written in assembly for amd64
// and in Go for everything else; the two and the parser are compared with encoding/json by tests.
package ndjson
