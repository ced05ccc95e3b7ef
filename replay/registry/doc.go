// Package registry makes JSON of records whose schemas a schema registry has, by the API that Confluent's, Karapace's,
// Redpanda's and Apicurio's have in common:
//
//	value ─► header: an id or a GUID ─► schema, asked for once ─► decoder of the wanted fields ─► JSON
//
// It only asks: it registers nothing. Without a registry a file may hold the schema.
package registry
