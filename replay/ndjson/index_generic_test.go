//go:build !amd64 || purego

package ndjson

func chooseIndex(bool) {}
