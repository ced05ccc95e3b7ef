// Package delimited reads rows of fields with a delimiter between them, as CSV and TSV, and writes them as lines of
// JSON:
//
//	text ──► Split: whole rows ──► Writer.Append: the wanted columns of each row as one JSON object
//	         in order, it looks     in parallel, it checks every row
//	         at quotes alone
//
// What a row is and what is wrong with one is what RFC 4180 and the package encoding/csv say: a field that begins with a
// quote ends with one, two quotes inside are one, such a field may hold delimiters and line ends; a quote anywhere else
// is wrong. A line end is \n or \r\n. An empty line is no row.
//
// What a field's value is nobody has standardized. Here the text of a field is a number if it is one in JSON, and a
// truth value if it is true or false; everything else is a string, and an empty field is null. Quotes do not matter,
// but that "" is the empty string. In a column that is said to hold texts every field is a string, unless it is empty.
package delimited
