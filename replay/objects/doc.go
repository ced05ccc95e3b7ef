// Package objects reads the objects of stores that speak the protocol of S3: it lists those that a pattern matches, in
// order, and reads parts of them. An object that changes while it is read is an error, and so is a store that throttles for
// long, or what is no such store at all. Credentials come from where the tools of AWS look for them, and are never told.
package objects
