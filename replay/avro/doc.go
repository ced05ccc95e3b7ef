// Package avro turns values of Avro (https://avro.apache.org/docs/1.12.0/specification/) into JSON of the fields that are
// wanted. Its schemas are parsed by github.com/twmb/avro; what it decodes itself is the values, because most of what they
// hold is only skipped:
//
//	schema ─► node ───────────► skip, append
//	          └─► plan: which fields to append, and how far to skip between them
//
// The forms of values are those of package jsonform.
package avro
