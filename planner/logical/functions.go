package logical

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// aggregates are the functions that fold many records into one value. A call with FILTER, DISTINCT or WITHIN GROUP
// and without OVER is an aggregate too, whatever its name.
var aggregates = set(`COUNT SUM AVG MIN MAX STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP
	MEDIAN MODE COUNT_DISTINCT APPROX_COUNT_DISTINCT APPROX_PERCENTILE PERCENTILE PERCENTILE_CONT PERCENTILE_DISC
	FIRST_VALUE LAST_VALUE FIRST LAST ANY_VALUE ARG_MIN ARG_MAX MIN_BY MAX_BY NTH_VALUE
	STRING_AGG LISTAGG GROUP_CONCAT ARRAY_AGG COLLECT COLLECT_LIST COLLECT_SET JSON_AGG JSONB_AGG JSON_OBJECT_AGG
	JSONB_OBJECT_AGG JSON_ARRAYAGG JSON_OBJECTAGG BOOL_AND BOOL_OR EVERY SOME BIT_AND BIT_OR BIT_XOR
	CORR COVAR COVAR_POP COVAR_SAMP REGR_SLOPE REGR_INTERCEPT SINGLE_VALUE GROUPING GROUPING_ID`)

// windowValues give a bound of the window that a group belongs to.
var windowValues = set(`TUMBLE_START TUMBLE_END TUMBLE_ROWTIME TUMBLE_PROCTIME HOP_START HOP_END HOP_ROWTIME HOP_PROCTIME
	SESSION_START SESSION_END SESSION_ROWTIME SESSION_PROCTIME WINDOW_START WINDOW_END`)

// windowColumns are added by window table functions, and by the engine under the names that start with '_'.
var windowColumns = set("WINDOW_START WINDOW_END WINDOW_TIME _WINDOW_START _WINDOW_END")

// volatile functions may give different results for equal arguments, so nothing follows from their value.
var volatile = set(`RAND RANDOM RAND_INTEGER UUID GEN_RANDOM_UUID UUID_V4 UUID_V7 NOW CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP
	LOCALTIME LOCALTIMESTAMP CURRENT_ROW_TIMESTAMP PROCTIME UNIX_TIMESTAMP CLOCK_TIMESTAMP STATEMENT_TIMESTAMP SYSDATE SYSTIMESTAMP
	CURRENT_WATERMARK NEXTVAL PG_SLEEP RANDOM_UUID`)

// pure functions give equal results for equal arguments. A function in neither list may be the user's own, and
// nothing is concluded from it.
var pure = set(`UPPER LOWER TRIM LTRIM RTRIM BTRIM SUBSTRING SUBSTR LEFT RIGHT CONCAT CONCAT_WS LENGTH LEN CHAR_LENGTH CHARACTER_LENGTH
	REPLACE REVERSE LPAD RPAD REPEAT SPLIT SPLIT_PART SPLIT_INDEX POSITION INITCAP TRANSLATE OVERLAY ASCII CHR MD5 SHA1 SHA256 SHA512
	ABS CEIL CEILING FLOOR ROUND TRUNC TRUNCATE SIGN MOD POWER POW SQRT EXP LN LOG LOG10 LOG2 GREATEST LEAST
	COALESCE NULLIF IF IFNULL NVL EXTRACT YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND DAYOFWEEK DAYOFMONTH DAYOFYEAR DATE DATE_TRUNC
	DATE_PART DATE_FORMAT FROM_UNIXTIME TO_DATE TO_TIMESTAMP TO_CHAR TIMESTAMP DATEDIFF TIMESTAMPDIFF TIMESTAMPADD DATE_ADD DATE_SUB
	JSON_VALUE JSON_EXTRACT JSON_QUERY JSON_EXTRACT_SCALAR REGEXP_EXTRACT REGEXP_REPLACE REGEXP_MATCH REGEXP_LIKE ARRAY ROW MAP ELEMENT
	CARDINALITY HASH XXHASH64 BIN HEX URL_DECODE URL_ENCODE PARSE_URL TIMEZONE`)

// textual functions see how a number is spelled, which equality does not: 1 and 1.0 are one key but two texts.
var textual = set("CONCAT CONCAT_WS TO_CHAR LENGTH LEN CHAR_LENGTH CHARACTER_LENGTH MD5 SHA1 SHA256 SHA512 HASH XXHASH64 HEX")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// IsAggregate reports whether a call folds records: by its name, or by what only aggregates have.
func IsAggregate(c *syntax.Call) bool {
	if c.Over != nil {
		return false
	}
	return aggregates[strings.ToUpper(c.Name)] || c.Distinct || c.Filter != nil || len(c.OrderBy) > 0
}

// IsWindowColumn reports whether a name is that of a bound of a window.
func IsWindowColumn(name string) bool { return windowColumns[strings.ToUpper(name)] }

// IsVolatile reports whether a function, or a word that is called without parentheses, may give a different value
// for each record.
func IsVolatile(name string) bool { return volatile[strings.ToUpper(name)] }

// IsStatelessTableFunction reports whether a function in FROM is known to handle each record by itself.
func IsStatelessTableFunction(name string) bool { return stateless[strings.ToUpper(name)] }

// stateless are the functions in FROM that make rows of one record, or assign it to windows.
var stateless = set(`UNNEST EXPLODE FLATTEN GENERATE_SERIES RANGE JSON_TABLE JSON_EACH JSON_ARRAY_ELEMENTS JSONB_ARRAY_ELEMENTS
	REGEXP_MATCHES REGEXP_SPLIT_TO_TABLE STRING_SPLIT STRING_TO_TABLE SPLIT_TO_TABLE POSEXPLODE INLINE
	TUMBLE HOP CUMULATE TUMBLING SLIDING HOPPING`)

// IsTextual reports whether a function sees how a value is spelled.
func IsTextual(name string) bool { return textual[name] }

// IsPure reports whether a function is known to give equal results for equal arguments.
func IsPure(name string) bool { return pure[name] }

// GivesWindow reports whether a function gives a window, or a bound of one.
func GivesWindow(name string) bool { return windowValues[name] || syntax.IsWindowFunction(name) }

// IsStrict reports whether a function returns NULL if any argument is NULL.
func IsStrict(name string) bool { return strict[name] }

// strict functions return NULL if any argument is NULL.
var strict = set(`UPPER LOWER TRIM LTRIM RTRIM SUBSTRING SUBSTR LENGTH CHAR_LENGTH REPLACE REVERSE
	ABS CEIL CEILING FLOOR ROUND SIGN MOD POWER SQRT EXP LN EXTRACT YEAR MONTH DAY HOUR MINUTE SECOND DATE DATE_TRUNC`)
