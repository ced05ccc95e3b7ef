// Package ndjsontest reads lines of JSON slowly, with encoding/json, so that tests can compare what
// package ndjson and its users find with what is there.
package ndjsontest
