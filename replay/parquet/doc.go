// Package parquet reads rows of files of Apache Parquet and writes the wanted columns as JSON:
//
//	footer ──► File: the tree of columns, the row groups
//	                 │ Reader.Read: rows of a row group, in parallel
//	                 ▼
//	pages ──► levels and values ──► texts of JSON ──► cells of each row, or an object
//
// The structures of the format and its less usual encodings are those of github.com/parquet-go/parquet-go; pages are read
// here, as everything that a file says of sizes has to be doubted before memory is taken for it. A file in which anything
// is wrong is an error, never a panic, and never takes more memory than a page may have.
package parquet
