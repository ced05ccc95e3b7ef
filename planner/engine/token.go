package engine

import "github.com/velo-plan/velo-plan/planner/diag"

// kind is the sort of a token.
type kind uint8

const (
	eof     kind = iota
	name         // an identifier
	keyword      // a word that the grammar owns
	literal      // a text in single or double quotes
	number
	mark // punctuation or an operator
)

// token is one token of the engine's tokenizer (tokenizer.rs).
type token struct {
	kind kind
	word string // the keyword in upper case, or the mark; "" for all others
	span diag.Span
}

// comment is a comment, which the tokenizer takes out before anything is parsed.
type comment struct {
	span  diag.Span // with its marks
	inner diag.Span // between its marks, without the blanks around
	line  bool      // begins with --
}

// keywords maps the engine's keywords to the word that names their token: QUERIES and QUERY have no
// token of their own (mod.rs).
var keywords = keywordTable()

func keywordTable() map[string]string {
	words := []string{
		"SELECT", "DISTINCT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "ASC", "DESC", "WINDOW", "LIMIT",
		"STREAM", "TABLE", "CREATE", "INTO", "AS", "WITH", "SHOW", "LIST", "STREAMS", "TABLES", "TOPICS",
		"FUNCTIONS", "SCHEMA", "JOBS", "PARTITIONS", "START", "STOP", "JOB", "FORCE", "PAUSE", "RESUME",
		"DEPLOY", "ROLLBACK", "VERSION", "STRATEGY", "BLUE_GREEN", "CANARY", "ROLLING", "REPLACE", "VERSIONS",
		"DESCRIBE", "EMIT", "CHANGES", "FINAL", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "OUTER", "ON",
		"WITHIN", "INTERVAL", "CASE", "WHEN", "THEN", "ELSE", "END", "IS", "IN", "NOT", "BETWEEN", "LIKE",
		"EXISTS", "UNION", "ANY", "ALL", "ROWS", "RANGE", "AND", "OR", "PRECEDING", "FOLLOWING", "CURRENT",
		"ROW", "UNBOUNDED", "OVER", "PRIMARY", "KEY", "NULL",
	}
	table := map[string]string{"QUERIES": "JOBS", "QUERY": "JOB"}
	for _, w := range words {
		table[w] = w
	}
	return table
}

// sourceWords are the keywords that may name the source of a top-level or job SELECT
// (common.rs expect_identifier_or_keyword).
var sourceWords = wordSet("TABLE STREAM CREATE INTO SHOW LIST STREAMS TABLES TOPICS FUNCTIONS SCHEMA JOBS " +
	"JOB PARTITIONS START STOP FORCE PAUSE RESUME DEPLOY ROLLBACK VERSION")

// columnWords are the keywords that may name a column or a function (expressions.rs parse_primary).
var columnWords = wordSet("JOIN LEFT RIGHT INNER FULL OUTER ON WITHIN REPLACE")

// fieldWords are the keywords that may stand behind a dot (expressions.rs parse_primary).
var fieldWords = wordSet("JOIN LEFT RIGHT INNER FULL OUTER ON WITHIN VERSIONS")
