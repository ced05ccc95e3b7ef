package scalar

// Builder makes the Op of an operation that Lookup found, from as many arguments as it was asked
// for.
type Builder func(args ...Expr) Expr

// operation is one entry of the table of operations: either strict or lazy.
type operation struct {
	min, max int // number of arguments; max < 0: no bound

	// strict works on the values of all arguments; it is not called when one of them is null,
	// since then the result is null.
	strict func(args []Value) (Value, error)
	// lazy evaluates its arguments itself. It gets eval as an argument because a mention of Eval
	// would make the table depend on itself.
	lazy func(args []Expr, eval evalFunc) (Value, error)
}

// evalFunc evaluates an argument for the record at hand.
type evalFunc func(Expr) (Value, error)

func (o operation) takes(n int) bool { return n >= o.min && (o.max < 0 || n <= o.max) }

// apply evaluates the operation. Errors of arguments come before a null that makes the result
// null, and the first of them counts.
func (o operation) apply(args []Expr, eval evalFunc) (Value, error) {
	if o.lazy != nil {
		return o.lazy(args, eval)
	}
	var few [4]Value
	values, null := few[:0], false
	for _, a := range args {
		v, err := eval(a)
		if err != nil {
			return Value{}, err
		}
		null = null || v.IsNull()
		values = append(values, v)
	}
	if null {
		return Value{}, nil
	}
	return o.strict(values)
}

// Lookup returns what makes an operation, by the name of the SQL function or operator in upper
// case and its number of arguments; ok is false if a router cannot evaluate it. Operators go by
// their sign ("+", "||", "<="; "-" with one argument is the negative), the others by their words:
// "AND", "OR", "NOT", "IS NULL", "IS NOT NULL", "IN" (value, list...), "BETWEEN" (value, low,
// high), "LIKE" (value, pattern, escape character if any), "CASE" (condition, result, ..., and the
// ELSE if their number is odd), "CAST AS STRING", "CAST AS INTEGER" and their usual type names.
func Lookup(op string, nargs int) (build Builder, ok bool) {
	if canonical, ok := aliases[op]; ok {
		op = canonical
	}
	o, ok := operations[op]
	if !ok || !o.takes(nargs) {
		return nil, false
	}
	return func(args ...Expr) Expr { return Op{Name: op, Args: args} }, true
}

// aliases leads from other names of an operation to the one in the table.
var aliases = map[string]string{
	"!=": "<>", "MOD": "%",
	"SUBSTR": "SUBSTRING", "LEN": "LENGTH", "CHAR_LENGTH": "LENGTH", "CHARACTER_LENGTH": "LENGTH",
	"IFNULL": "COALESCE", "NVL": "COALESCE",
	"CAST AS VARCHAR": "CAST AS STRING", "CAST AS TEXT": "CAST AS STRING",
	"CAST AS INT": "CAST AS INTEGER", "CAST AS BIGINT": "CAST AS INTEGER",
}

var operations = map[string]operation{
	"UPPER":     {min: 1, max: 1, strict: upper},
	"LOWER":     {min: 1, max: 1, strict: lower},
	"TRIM":      {min: 1, max: 1, strict: trim},
	"LTRIM":     {min: 1, max: 1, strict: trimLeft},
	"RTRIM":     {min: 1, max: 1, strict: trimRight},
	"SUBSTRING": {min: 2, max: 3, strict: substring},
	"LENGTH":    {min: 1, max: 1, strict: length},
	"||":        {min: 2, max: -1, strict: join},
	"CONCAT":    {min: 1, max: -1, lazy: concat},
	"LIKE":      {min: 2, max: 3, strict: like},

	"CAST AS STRING":  {min: 1, max: 1, strict: castString},
	"CAST AS INTEGER": {min: 1, max: 1, strict: castInteger},

	"+":   {min: 2, max: 2, strict: add},
	"-":   {min: 1, max: 2, strict: subtract},
	"*":   {min: 2, max: 2, strict: multiply},
	"%":   {min: 2, max: 2, strict: remainder},
	"ABS": {min: 1, max: 1, strict: absolute},

	"=":  {min: 2, max: 2, strict: equal},
	"<>": {min: 2, max: 2, strict: notEqual},
	"<":  {min: 2, max: 2, strict: less},
	"<=": {min: 2, max: 2, strict: lessOrEqual},
	">":  {min: 2, max: 2, strict: greater},
	">=": {min: 2, max: 2, strict: greaterOrEqual},

	"NOT":         {min: 1, max: 1, strict: not},
	"AND":         {min: 2, max: -1, lazy: and},
	"OR":          {min: 2, max: -1, lazy: or},
	"IS NULL":     {min: 1, max: 1, lazy: isNull},
	"IS NOT NULL": {min: 1, max: 1, lazy: isNotNull},
	"BETWEEN":     {min: 3, max: 3, lazy: between},
	"IN":          {min: 2, max: -1, lazy: in},
	"CASE":        {min: 2, max: -1, lazy: firstCase},
	"COALESCE":    {min: 1, max: -1, lazy: coalesce},
	"NULLIF":      {min: 2, max: 2, lazy: nullIf},
}
