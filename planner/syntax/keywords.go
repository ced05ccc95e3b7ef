package syntax

// use says where a bare word is a keyword and cannot be a name. Everywhere else any word is a name: key,
// timestamp, value, start, end, index, ...
type use uint8

const (
	notOperand use = 1 << iota // cannot begin an expression
	notAlias                   // not an alias in a select list, unless after AS
	notTable                   // not an alias of a source, unless after AS
	byFollows                  // the restrictions hold only if BY follows
	sqlValue                   // a bare operand of that name is not a column

	clause   = notAlias | notTable
	reserved = notOperand | notAlias | notTable
)

// uses holds the words that are keywords somewhere. All other words are always names.
var uses = map[string]use{
	"SELECT": reserved, "FROM": reserved, "WHERE": reserved, "HAVING": reserved, "QUALIFY": clause,
	"GROUP": reserved | byFollows, "ORDER": reserved | byFollows, "PARTITION": clause | byFollows,
	"BY": reserved, "INTO": reserved, "AS": reserved, "DISTINCT": reserved,
	"UNION": reserved, "INTERSECT": reserved, "EXCEPT": reserved,
	"LIMIT": clause, "OFFSET": clause, "FETCH": clause, "WINDOW": clause, "EMIT": clause,
	"WITH": reserved, "ON": reserved, "USING": notTable, "WITHIN": notTable,
	"JOIN": reserved, "INNER": notTable, "LEFT": notTable, "RIGHT": notTable, "FULL": notTable,
	"CROSS": notTable, "NATURAL": notTable, "ASOF": notTable, "LATERAL": notTable,
	"FOR": notTable, "MATCH_RECOGNIZE": notTable, "STRATEGY": clause, "SET": notTable,

	"AND": reserved, "OR": reserved, "IN": reserved, "IS": reserved, "BETWEEN": reserved,
	"LIKE": reserved, "ILIKE": reserved, "NOT": clause | sqlValue,
	"REGEXP": clause, "RLIKE": clause, "WHEN": reserved, "THEN": reserved, "ELSE": reserved,
	"CASE": clause | sqlValue, "END": sqlValue, "PRIMARY": notAlias, "OVER": notAlias,

	"ALL": sqlValue, "NULL": sqlValue, "TRUE": sqlValue, "FALSE": sqlValue, "ARRAY": sqlValue, "MAP": sqlValue,
	"CURRENT_TIMESTAMP": sqlValue, "CURRENT_DATE": sqlValue, "CURRENT_TIME": sqlValue,
	"LOCALTIME": sqlValue, "LOCALTIMESTAMP": sqlValue,
}

// niladic are the functions that are called without parentheses.
var niladic = map[string]bool{
	"CURRENT_TIMESTAMP": true, "CURRENT_DATE": true, "CURRENT_TIME": true,
	"LOCALTIME": true, "LOCALTIMESTAMP": true,
}

// typedLiterals are the words that make a typed literal of the string after them.
var typedLiterals = map[string]bool{
	"DATE": true, "TIME": true, "TIMESTAMP": true, "TIMESTAMPTZ": true, "TIMESTAMP_LTZ": true,
	"DATETIME": true,
}

// relationFunctions are the table functions whose first argument, or the argument named DATA,
// INPUT or TABLE, is a relation even where it is a bare name.
var relationFunctions = map[string]bool{
	"TUMBLE": true, "HOP": true, "CUMULATE": true, "SESSION": true, "GAP_FILL": true,
	"VECTOR_SEARCH": true, "ML_PREDICT": true, "SNAPSHOT": true,
}

// clauseWords are the words that begin a clause or join; a misspelt one is compared with them.
var clauseWords = []string{
	"FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "WINDOW", "LIMIT", "OFFSET", "FETCH", "EMIT",
	"PARTITION BY", "INTO", "WITH", "UNION", "INTERSECT", "EXCEPT", "JOIN", "INNER", "LEFT", "RIGHT", "FULL",
	"CROSS", "NATURAL", "ASOF", "ON", "USING", "WITHIN",
}

// statementWords are the words that begin a statement.
var statementWords = []string{
	"SELECT", "WITH", "CREATE", "INSERT", "VALUES", "EXPLAIN", "START", "DEPLOY", "SHOW", "LIST",
	"DESCRIBE", "STOP", "PAUSE", "RESUME", "ROLLBACK", "SET", "USE", "DROP", "ALTER",
}

// otherStatements begin the statements without records to route. These are recognised, but not read.
var otherStatements = map[string]bool{
	"SHOW": true, "LIST": true, "DESCRIBE": true, "DESC": true, "STOP": true, "PAUSE": true,
	"RESUME": true, "ROLLBACK": true, "SET": true, "RESET": true, "USE": true, "DROP": true,
	"ALTER": true, "UPDATE": true, "DELETE": true, "TRUNCATE": true, "TERMINATE": true,
	"FLUSH": true, "ANALYZE": true, "GRANT": true, "REVOKE": true, "COMMENT": true, "LOAD": true,
	"UNLOAD": true, "ADD": true, "REMOVE": true, "BEGIN": true, "COMMIT": true, "END": true,
	"EXECUTE": true, "CALL": true, "UNSET": true, "DEFINE": true, "UNDEFINE": true, "PRINT": true,
	"RUN": true, "CANCEL": true, "KILL": true, "WAIT": true, "RECOVER": true,
}

// needsQuotes reports whether a name must be in quotes to be read back as a name.
func needsQuotes(name string) bool {
	for i, r := range name {
		if !isNameRune(r) || i == 0 && !isLetter(r) {
			return true
		}
	}
	return name == "" || uses[upper(name)]&(notOperand|sqlValue) != 0
}
