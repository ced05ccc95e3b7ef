package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/replay/reading"
)

// formatFlags are the flags about how the records of files are written.
type formatFlags struct {
	envelope  string
	format    string
	columns   []string
	delimiter string
}

// add gives a command the flags.
func (f *formatFlags) add(c *cobra.Command) {
	set := c.Flags()
	set.StringVar(&f.envelope, "envelope", string(reading.EnvelopeAuto), "`what` is around the records: "+list(envelopes()))
	set.StringVar(&f.format, "format-in", "", "`format` of the records: "+list(formatsIn())+" (default: what the content or the name of a file tells)")
	set.StringSliceVar(&f.columns, "columns", nil, "`names` of the columns of CSV without a header, as a,b,c")
	set.StringVar(&f.delimiter, "delimiter", "", "the `character` between the fields of CSV, as ';' or '\\t' (default: a comma, in .tsv a tab)")
	oneOf(c, "envelope", envelopes())
	oneOf(c, "format-in", formatsIn())
}

// envelopes lists the values of --envelope.
func envelopes() []string { return texts(reading.Envelopes) }

// formatsIn lists the values of --format-in.
func formatsIn() []string { return texts(reading.Formats) }

// texts are values as strings.
func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// check reports a value that is not allowed.
func (f *formatFlags) check() error {
	switch {
	case !slices.Contains(envelopes(), f.envelope):
		return fmt.Errorf("--envelope %q: unknown; %s", f.envelope, mapping.Expected(f.envelope, envelopes()))
	case f.format != "" && !slices.Contains(formatsIn(), f.format):
		return fmt.Errorf("--format-in %q: unknown; %s", f.format, mapping.Expected(f.format, formatsIn()))
	case (len(f.columns) > 0 || f.delimiter != "") && f.format != "" && !reading.Format(f.format).HasRows():
		return fmt.Errorf("--columns and --delimiter are about CSV: leave them out, or --format-in %s", f.format)
	}
	for i, name := range f.columns {
		if name == "" || slices.Contains(f.columns[:i], name) {
			return fmt.Errorf("--columns %s: expected names, each once and none empty", strings.Join(f.columns, ","))
		}
	}
	_, err := f.comma()
	return err
}

// comma reads --delimiter; 0: it is not given.
func (f *formatFlags) comma() (byte, error) {
	text := f.delimiter
	if names := map[string]string{`\t`: "\t", "tab": "\t"}; names[text] != "" {
		text = names[text]
	}
	switch {
	case text == "":
		return 0, nil
	case utf8.RuneCountInString(text) != 1 || len(text) > 1:
		return 0, fmt.Errorf("--delimiter %q: expected one ASCII character, as ';' or '\\t'", f.delimiter)
	case strings.ContainsAny(text, "\"\r\n\x00"):
		return 0, errors.New("--delimiter: a quote, a line end or a zero byte cannot be between fields; expected a character as ';' or '\\t'")
	}
	return text[0], nil
}

// rows are the flags about CSV.
func (f *formatFlags) rows() reading.Rows {
	comma, _ := f.comma() // check has read it
	return reading.Rows{Columns: f.columns, Comma: comma}
}
