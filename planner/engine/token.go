package engine

import (
	"strings"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// kind is the sort of a token.
type kind uint8

const (
	eof     kind = iota
	name         // an identifier
	keyword      // a word that the grammar reserves
	literal      // a text in single or double quotes
	number
	mark // punctuation or an operator
)

// token is one token of the engine's tokenizer (tokenizer.rs). It holds no pointer, so a long statement costs the
// garbage collector nothing.
type token struct {
	kind kind
	id   uint8 // of the keyword or mark in words; 0 for all others
	span diag.Span
}

// word is the keyword in upper case, or the mark; "" for all other tokens.
func (t token) word() string { return words[t.id] }

// comment is a comment, which the tokenizer removes before anything is parsed.
type comment struct {
	span  diag.Span // with its marks
	inner diag.Span // between its marks, without surrounding blanks
	line  bool      // begins with --
}

// words are the keywords and marks by their id. QUERIES and QUERY have no token of their own (mod.rs).
var words = strings.Fields(`- SELECT DISTINCT FROM WHERE GROUP HAVING ORDER ASC DESC WINDOW LIMIT STREAM TABLE
	CREATE INTO AS WITH SHOW LIST STREAMS TABLES TOPICS FUNCTIONS SCHEMA JOBS PARTITIONS START STOP JOB FORCE
	PAUSE RESUME DEPLOY ROLLBACK VERSION STRATEGY BLUE_GREEN CANARY ROLLING REPLACE VERSIONS DESCRIBE EMIT
	CHANGES FINAL JOIN INNER LEFT RIGHT FULL OUTER ON WITHIN INTERVAL CASE WHEN THEN ELSE END IS IN NOT BETWEEN
	LIKE EXISTS UNION ANY ALL ROWS RANGE AND OR PRECEDING FOLLOWING CURRENT ROW UNBOUNDED OVER PRIMARY KEY NULL
	( ) , ; * . + - / = < > <= >= != ||`)

// ids maps a keyword or mark to its id.
var ids = idTable()

func idTable() map[string]uint8 {
	words[0] = ""
	table := map[string]uint8{}
	for i, w := range words[1:] {
		table[w] = uint8(i + 1)
	}
	table["QUERIES"], table["QUERY"], table["<>"] = table["JOBS"], table["JOB"], table["!="]
	return table
}

// longestKeyword is the length of PARTITIONS and BLUE_GREEN.
const longestKeyword = 10

// keywordID returns the ID of a keyword, or 0 for any other word. Keywords match in any case.
func keywordID(word string) uint8 {
	if len(word) < 2 {
		return 0
	}
	var buffer [longestKeyword]byte
	for i := 0; i < len(word); i++ {
		c := word[i]
		switch {
		case c >= utf8.RuneSelf: // a few letters beyond ASCII have a capital in ASCII
			return ids[strings.ToUpper(word)]
		case i >= len(buffer):
			continue
		case 'a' <= c && c <= 'z':
			c -= 'a' - 'A'
		}
		buffer[i] = c
	}
	if len(word) > len(buffer) {
		return 0
	}
	return ids[string(buffer[:len(word)])]
}

// sourceWords are the keywords that may name the source of a top-level or job SELECT
// (common.rs expect_identifier_or_keyword).
var sourceWords = wordSet("TABLE STREAM CREATE INTO SHOW LIST STREAMS TABLES TOPICS FUNCTIONS SCHEMA JOBS " +
	"JOB PARTITIONS START STOP FORCE PAUSE RESUME DEPLOY ROLLBACK VERSION")

// columnWords are the keywords that may name a column or a function (expressions.rs parse_primary).
var columnWords = wordSet("JOIN LEFT RIGHT INNER FULL OUTER ON WITHIN REPLACE")

// fieldWords are the keywords that may follow a dot (expressions.rs parse_primary).
var fieldWords = wordSet("JOIN LEFT RIGHT INNER FULL OUTER ON WITHIN VERSIONS")
