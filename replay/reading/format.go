package reading

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/replay/avro"
	"github.com/velo-plan/velo-plan/replay/delimited"
	"github.com/velo-plan/velo-plan/replay/parquet"
)

// Format is how the values of an input are laid out.
type Format string

// The formats.
const (
	// FormatLines is one value a line.
	FormatLines Format = "ndjson"
	// FormatValues is JSON values wherever they begin and end: in an array, over several lines, one after the
	// other on one line, or each after a record separator (RFC 7464). They are read as if each stood on a line.
	FormatValues Format = "json"
	// FormatCSV is rows of fields with a comma between them, or with Config.Rows.Comma, FormatTSV with a tab.
	FormatCSV Format = "csv"
	FormatTSV Format = "tsv"
	// FormatParquet is Apache Parquet.
	FormatParquet Format = "parquet"
	// FormatAvro is an object container file of Apache Avro.
	FormatAvro Format = "avro"
	// FormatMaybeCSV, FormatSQL and FormatMarkup are what a text looks like that does not begin with JSON. It is read
	// line by line all the same; the name helps where no line is a record.
	FormatMaybeCSV Format = "maybe_csv"
	FormatSQL      Format = "sql"
	FormatMarkup   Format = "markup"
)

// Formats are those that Config takes.
var Formats = []Format{FormatLines, FormatValues, FormatCSV, FormatTSV, FormatParquet, FormatAvro}

// HasRows reports whether a format is rows of fields, as CSV.
func (f Format) HasRows() bool { return f == FormatCSV || f == FormatTSV }

// magics are the first bytes of formats that are no text.
var magics = map[string]Format{parquet.Magic: FormatParquet, avro.ContainerMagic: FormatAvro}

// byExtension are the formats that the names of files tell.
var byExtension = map[string]Format{".csv": FormatCSV, ".tsv": FormatTSV, ".tab": FormatTSV, ".parquet": FormatParquet, ".avro": FormatAvro}

// formatOfName returns the format that the name of a file tells; empty: none.
func formatOfName(path string) Format {
	name := strings.ToLower(path)
	for _, compressed := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, compressed)
	}
	return byExtension[filepath.Ext(name)]
}

// chooser returns the format of an input that begins so, given what that looks like.
type chooser func(begin []byte, found Format) Format

// chooser returns a chooser for an input. What is said comes first, then JSON, then the name, then the rest of what the
// content tells.
func (c *Config) chooser(path string) chooser {
	return func(begin []byte, found Format) Format {
		named := formatOfName(path)
		text := bytes.TrimLeft(begin[markBytes(begin):], " \t\r\n")
		switch {
		case c.Format != "":
			return c.Format
		case found == FormatValues || found == FormatParquet || found == FormatAvro || len(text) > 0 && text[0] == '{':
			return found
		case named != "":
			return named
		case (c.Rows.Comma != 0 || len(c.Rows.Columns) > 0) && !found.HasRows():
			return FormatCSV
		}
		return found
	}
}

// sampleBytes is how much of an input is looked at to tell its format.
const sampleBytes = 64 << 10

// formatOf returns the format of an input that begins with text; ended is true if that is all of it. sure is
// false if more of the input has to be seen to tell.
func formatOf(text []byte, ended bool) (format Format, sure bool) {
	ended = ended || len(text) >= sampleBytes
	if !ended && len(text) < len(byteOrderMark) && byteOrderMark[:len(text)] == string(text) {
		return FormatLines, false
	}
	for magic, format := range magics {
		if bytes.HasPrefix(text, []byte(magic)) {
			return format, true
		}
	}
	text = text[markBytes(text):]
	begin := bytes.TrimLeft(text, " \t\r\n\x1e")
	if len(begin) == 0 {
		return FormatLines, ended
	}
	if bytes.IndexByte(text[:len(text)-len(begin)], separator) >= 0 {
		return FormatValues, true
	}
	switch begin[0] {
	case '[':
		inside := bytes.TrimLeft(begin[1:], " \t\r\n")
		if len(inside) == 0 {
			return FormatLines, ended
		}
		if inside[0] == '{' {
			return FormatValues, true
		}
	case '{':
		return formatOfObject(begin, ended)
	default:
		return formatOfText(begin, ended)
	}
	return FormatLines, true
}

// formatOfText is formatOf for what does not begin with JSON. It takes two lines to tell, so that it does not depend on how
// much a read has brought.
func formatOfText(text []byte, ended bool) (format Format, sure bool) {
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	second, _, two := bytes.Cut(rest, []byte("\n"))
	if !two && !ended {
		return FormatLines, false
	}
	word, _, _ := bytes.Cut(bytes.ToUpper(bytes.TrimRight(first, "\r")), []byte(" "))
	switch string(word) {
	case "CREATE", "SELECT", "INSERT", "WITH", "DROP", "SET", "--":
		return FormatSQL, true
	}
	if text[0] == '<' {
		return FormatMarkup, true
	}
	for _, mark := range []byte(delimited.Delimiters) {
		n, names := fieldsOf(first, mark)
		if m, _ := fieldsOf(second, mark); n < 2 || n != m || second[0] == '{' {
			continue
		}
		switch sure := isHeader(names); {
		case sure && mark == ',':
			return FormatCSV, true
		case sure && mark == '\t':
			return FormatTSV, true
		}
		return FormatMaybeCSV, true
	}
	return FormatLines, true
}

// fieldsOf returns the fields of a line, and their number.
func fieldsOf(line []byte, mark byte) (n int, fields []string) {
	columns, err := delimited.Header(bytes.TrimSuffix(line, []byte("\r")), mark)
	if err != nil {
		return 0, nil
	}
	return len(columns.Names), columns.Names
}

// columnName matches what a text of names has between its delimiters.
var columnName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// isHeader reports whether fields can hardly be anything but the names of columns.
func isHeader(fields []string) bool {
	for i, f := range fields {
		if !columnName.MatchString(f) || slices.Contains(fields[:i], f) {
			return false
		}
	}
	return true
}

// formatOfObject is formatOf for what begins with an object.
func formatOfObject(text []byte, ended bool) (format Format, sure bool) {
	var object json.RawMessage
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&object); err != nil {
		cut := errors.Is(err, io.ErrUnexpectedEOF)
		// Only what goes on well in another line is an object over several lines; else its line is wrong.
		if cut && bytes.IndexByte(bytes.TrimRight(text, " \t\r\n"), '\n') >= 0 {
			return FormatValues, true
		}
		return FormatLines, ended || !cut
	}
	if bytes.IndexByte(object, '\n') >= 0 {
		return FormatValues, true
	}
	rest := bytes.TrimLeft(text[decoder.InputOffset():], " \t")
	switch {
	case len(rest) == 0, len(rest) == 1 && rest[0] == '\r':
		return FormatLines, ended
	case rest[0] == '{', rest[0] == '[', rest[0] == separator, rest[0] == '\r' && rest[1] != '\n':
		return FormatValues, true
	}
	return FormatLines, true
}

// sniffer reads the beginning of an input until its format is known, and no further, so that it does not
// wait for what may come later.
type sniffer struct {
	text    []byte
	decided int  // the length of text when its format was last asked for
	open    bool // a line has ended since
}

// sniff returns the format of what r holds, and a reader of all of it, or an error if it is no text of records.
// inflated is true if r is taken out of something compressed, choose has the last word on the format.
func sniff(r io.Reader, inflated bool, choose chooser) (Format, io.Reader, error) {
	var s sniffer
	buffer := make([]byte, 4<<10)
	for empty := 0; empty <= maxEmptyReads; {
		n, err := r.Read(buffer)
		s.text = append(s.text, buffer[:n]...)
		if n == 0 {
			empty++
		}
		if err == nil && (mayBeForeign(s.text) || !s.ask(buffer[:n])) {
			continue
		}
		if format, sure := formatOf(s.text, err != nil); sure {
			whole := io.MultiReader(bytes.NewReader(s.text), r)
			if err != nil {
				whole = io.MultiReader(bytes.NewReader(s.text), failing{err})
			}
			return choose(s.text, format), whole, foreign(s.text, inflated)
		}
	}
	return choose(s.text, FormatLines), io.MultiReader(bytes.NewReader(s.text), r), nil
}

// ask reports whether the format may be known by what has just been read: it is not asked for at every byte of
// a slow input.
func (s *sniffer) ask(read []byte) bool {
	if bytes.ContainsAny(read, "\r\n\x1e") {
		s.open = true
	}
	if !s.open && len(s.text) < 2*s.decided {
		return false
	}
	s.decided = len(s.text)
	s.open = len(bytes.TrimRight(s.text, " \t\r\n")) < len(s.text)
	return true
}
