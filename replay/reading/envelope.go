package reading

import (
	"bytes"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Envelope names what is around the records: nothing, or what a tool that reads topics prints.
type Envelope string

// The envelopes.
const (
	// EnvelopeAuto takes each input's by the first record in it: if it has the fields topic,
	// partition and offset besides payload it is that of kcat, with value that of rpk, else none.
	EnvelopeAuto Envelope = "auto"
	// EnvelopeFlat is none: the fields are at the top level.
	EnvelopeFlat Envelope = "flat"
	// EnvelopeKcat is what `kcat -J` prints: topic, partition, offset, ts, key, payload.
	EnvelopeKcat Envelope = "kcat"
	// EnvelopeRpk is what `rpk topic consume` prints: topic, partition, offset, timestamp, key, value.
	EnvelopeRpk Envelope = "rpk"
)

// Envelopes lists the envelopes that Config takes, the default first.
var Envelopes = []Envelope{EnvelopeAuto, EnvelopeFlat, EnvelopeKcat, EnvelopeRpk}

// names are how the fields are called that differ between envelopes.
type names struct{ timestamp, payload string }

// envelopes are those that there is something in.
var envelopes = map[Envelope]names{
	EnvelopeKcat: {"ts", "payload"},
	EnvelopeRpk:  {"timestamp", "value"},
}

// opener takes records out of their envelopes.
type opener struct {
	scanner            ndjson.Scanner // of envelopes
	partition, payload *ndjson.Field
	byColumn           map[string]*ndjson.Field // that the keys read
	record             []byte                   // the text of the record taken out last, if it was a string
}

// newOpener returns an opener of one kind of envelope around records of which columns are read.
func newOpener(in names, record *columns) *opener {
	fields := ndjson.NewFields()
	o := &opener{partition: fields.Add([]string{"partition"}), byColumn: make(map[string]*ndjson.Field)}
	places := map[string]string{"_OFFSET": "offset", "_TIMESTAMP": in.timestamp, "_topic": "topic", "_key": "key"}
	for column := range record.system {
		if name := places[column]; name != "" {
			o.byColumn[column] = fields.Add([]string{name})
		}
	}
	o.payload = fields.AddRecord([]string{in.payload}, record.Fields)
	o.scanner = ndjson.NewScanner(fields)
	return o
}

// open takes the record out of the envelope that was scanned last and gives it to a scanner. The payload is an
// object, of which the fields are found already, or a string that holds the text of one.
func (o *opener) open(into *ndjson.Scanner) ndjson.Reason {
	if o.scanner.Inside {
		o.scanner.Give(into)
		return ndjson.Accepted
	}
	payload := o.scanner.Value(o.payload)
	switch {
	case len(payload) > 0 && payload[0] == '"':
		o.record, _ = scalar.AppendUnescaped(o.record[:0], payload[1:len(payload)-1]) // the scanner has checked it
		// A line end, which is a blank in JSON and not allowed in its strings, becomes another byte of which the same is
		// true.
		for i := bytes.IndexByte(o.record, '\n'); i >= 0; i = bytes.IndexByte(o.record, '\n') {
			o.record[i] = '\r'
		}
	case string(payload) == "null":
		return ndjson.NullValue
	default:
		return ndjson.PayloadNoObject
	}
	end := len(o.record)
	o.record = append(o.record, '\n')
	o.record = append(o.record, make([]byte, ndjson.Padding)...)
	into.Reset(o.record[:end+1])
	switch _, why := into.Line(0); why {
	case ndjson.Accepted, ndjson.Framed:
		return why
	}
	return ndjson.PayloadNoObject
}

// detector finds out which envelope the records of an input are in.
type detector struct {
	scanner        ndjson.Scanner
	always         []*ndjson.Field // the fields that every envelope has
	payload, value *ndjson.Field
	maxLine        int
}

// newDetector returns a detector for lines of at most maxLine bytes.
func newDetector(maxLine int) *detector {
	c := ndjson.NewFields()
	d := &detector{maxLine: maxLine}
	for _, name := range []string{"topic", "partition", "offset"} {
		d.always = append(d.always, c.Add([]string{name}))
	}
	d.payload, d.value = c.Add([]string{"payload"}), c.Add([]string{"value"})
	d.scanner = ndjson.NewScanner(c)
	return d
}

// detect returns the envelope by the first of the lines that is one JSON object; empty if there is
// none.
func (d *detector) detect(lines []byte) Envelope {
	d.scanner.Reset(lines)
	for i := 0; i < len(lines); {
		end, why := d.scanner.Line(i)
		if why == ndjson.Accepted && lineLength(lines[i:end]) <= d.maxLine {
			return d.envelope()
		}
		i = end + 1
	}
	return ""
}

// envelope returns the envelope of the line that was scanned last.
func (d *detector) envelope() Envelope {
	for _, f := range d.always {
		if len(d.scanner.Value(f)) == 0 {
			return EnvelopeFlat
		}
	}
	switch {
	case len(d.scanner.Value(d.payload)) > 0:
		return EnvelopeKcat
	case len(d.scanner.Value(d.value)) > 0:
		return EnvelopeRpk
	}
	return EnvelopeFlat
}
