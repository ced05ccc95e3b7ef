// Package protobuf turns messages of Protobuf (https://protobuf.dev/programming-guides/encoding/) into JSON of the fields
// that are wanted. Schemas are compiled by github.com/bufbuild/protocompile; messages are read by the numbers of their
// fields, and what is not wanted is only skipped:
//
//	.proto, descriptors ─► message ─► shape: which numbers to look for, what their values are
//
// A field has its name as the schema writes it. One that a message does not hold is its default (0, "", false, the first
// name of an enum, no items) if the schema cannot tell whether it was set, as in proto3 without optional, and null if it
// can. The forms of values are those of package jsonform.
package protobuf
