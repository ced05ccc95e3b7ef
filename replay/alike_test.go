package replay

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/twmb/avro"
	"github.com/twmb/avro/ocf"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// alike is a record that every format can hold; its fields are null where they are nil.
type alike struct {
	Name   *string  `parquet:"name,optional" json:"name" avro:"name"`
	Number *int64   `parquet:"number,optional" json:"number" avro:"number"`
	Price  *float64 `parquet:"price,optional" json:"price" avro:"price"`
	Open   bool     `parquet:"open" json:"open" avro:"open"`
	In     *inside  `parquet:"in,optional" json:"in" avro:"in"`
	Part   int32    `parquet:"_partition" json:"_partition" avro:"_partition"`
}

type inside struct {
	Code string `parquet:"code" json:"code" avro:"code"`
}

const alikeSchema = `{"type":"record","name":"R","fields":[{"name":"name","type":["null","string"]},{"name":"number","type":["null","long"]},
	{"name":"price","type":["null","double"]},{"name":"open","type":"boolean"},
	{"name":"in","type":["null",{"type":"record","name":"I","fields":[{"name":"code","type":"string"}]}]},{"name":"_partition","type":"int"}]}`

// alikeRecords draws records, of few keys.
func alikeRecords(t *rapid.T) []alike {
	texts := rapid.OneOf(rapid.SampledFrom([]string{"", " ", "a", "é\"", "x,y;\n", "\\", "1e5x", "null"}), rapid.StringMatching(`[a-c]{1,2}`))
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) alike {
		return alike{
			Name: rapid.Ptr(texts, true).Draw(t, "name"), Number: rapid.Ptr(rapid.Int64(), true).Draw(t, "number"),
			Price: rapid.Ptr(rapid.Float64Range(-1e9, 1e9), true).Draw(t, "price"), Open: rapid.Bool().Draw(t, "open"),
			In: rapid.Ptr(rapid.Map(texts, func(s string) inside { return inside{s} }), true).Draw(t, "in"), Part: rapid.Int32Range(0, 5).Draw(t, "partition"),
		}
	}), 1, 50).Draw(t, "records")
}

// alikeFiles writes the records in each format.
func alikeFiles(t *rapid.T, records []alike) map[string]string {
	var lines, array, avroFile, parquetFile bytes.Buffer
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	rows := [][]string{{"name", "number", "price", "open", "in.code", "_partition"}}
	codec := rapid.SampledFrom([]ocf.Codec{ocf.DeflateCodec(5), ocf.SnappyCodec(), ocf.MustZstdCodec(nil, nil)}).Draw(t, "codec")
	w, err := ocf.NewWriter(&avroFile, avro.MustParse(alikeSchema), ocf.WithCodec(codec), ocf.WithBlockCount(rapid.IntRange(1, 20).Draw(t, "block")))
	must(err)
	for i := range records {
		r := &records[i]
		must(json.NewEncoder(&lines).Encode(r))
		must(w.Encode(r))
		row := make([]string, 6)
		if r.Name != nil {
			row[0] = *r.Name
		}
		for i, v := range map[int]any{1: r.Number, 2: r.Price, 3: r.Open, 5: r.Part} {
			text, err := json.Marshal(v)
			must(err)
			if row[i] = string(text); row[i] == "null" {
				row[i] = ""
			}
		}
		if r.In != nil {
			row[4] = r.In.Code
		}
		rows = append(rows, row)
	}
	must(w.Close())
	must(json.NewEncoder(&array).Encode(records))
	p := parquet.NewGenericWriter[alike](&parquetFile, parquet.MaxRowsPerRowGroup(rapid.Int64Range(1, 60).Draw(t, "group")), parquet.PageBufferSize(64),
		parquet.DataPageVersion(rapid.IntRange(1, 2).Draw(t, "version")))
	_, err = p.Write(records)
	must(err)
	must(p.Close())
	return map[string]string{"ndjson": lines.String(), "json": array.String(), "csv": rowsOf(rows, records), "parquet": parquetFile.String(), "avro": avroFile.String()}
}

// rowsOf writes rows as CSV. An empty text is in quotes, unlike a null.
func rowsOf(rows [][]string, records []alike) string {
	var out strings.Builder
	for i, row := range rows {
		var b strings.Builder
		w := csv.NewWriter(&b)
		w.Write(row)
		w.Flush()
		text := b.String()
		if i > 0 {
			if r := records[i-1]; r.Name != nil && *r.Name == "" {
				text = `""` + text
			}
			if r := records[i-1]; r.In != nil && r.In.Code == "" {
				at := strings.LastIndexByte(text, ',')
				text = text[:at] + `""` + text[at:]
			}
		}
		out.WriteString(text)
	}
	return out.String()
}

// TestFormatsCountAlike: the same records give the same report in every format, whatever is asked of them, however they are
// cut.
func TestFormatsCountAlike(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		records := alikeRecords(rt)
		files := alikeFiles(rt, records)
		key := rapid.SampledFrom([]string{"name", "number", "price", "open", "in.code", "name number", "none"}).Draw(rt, "key")
		if strings.Contains(key, ".") {
			// Without the object CSV has null, the others have nothing: that is told apart where a field is missing.
			for i := range records {
				if records[i].In == nil {
					records[i].In = &inside{}
				}
			}
			files = alikeFiles(rt, records)
		}
		var keys []scalar.Expr
		for name := range strings.FieldsSeq(key) {
			keys = append(keys, scalar.Field{Path: strings.Split(name, ".")})
		}
		cfg := Config{Keys: keys, KeyNames: strings.Fields(key), Partitions: 4, Strategy: strategies.AlwaysHash, Workers: 2,
			SourceKey: keys, SourceKeyNames: strings.Fields(key), EngineBatch: 7,
			Limit: rapid.SampledFrom([]uint64{0, 0, 3}).Draw(rt, "limit"), blockBytes: rapid.IntRange(16, 1000).Draw(rt, "block bytes")}
		var want *report.Report
		for _, format := range []string{"ndjson", "json", "csv", "parquet", "avro"} {
			cfg.Inputs = []string{filepath.Join(dir, "in."+format)}
			if err := os.WriteFile(cfg.Inputs[0], []byte(files[format]), 0o600); err != nil {
				t.Fatal(err)
			}
			r, err := Run(t.Context(), cfg)
			if err != nil {
				rt.Fatalf("%s: %v", format, err)
			}
			if r.Input.Formats[0] != format {
				rt.Fatalf("%s is read as %s", format, r.Input.Formats[0])
			}
			r.Input.Files, r.Input.Formats, r.Input.Bytes, r.Throughput = nil, nil, 0, report.ThroughputBlock{}
			for i := range r.Partitions {
				r.Partitions[i].Bytes = 0
			}
			r.State = nil // it counts bytes too, and whether it is exact goes by chunks
			for i := range r.AbsentFields {
				r.AbsentFields[i].Meant = "" // the schema has the fields of a record that lacks them
			}
			if want == nil {
				want = r
			}
			if d := cmp.Diff(want, r); d != "" {
				rt.Fatalf("%s by %s (-ndjson +%s):\n%s%s", format, key, format, d, fmt.Sprintf("%q", files[format]))
			}
		}
	})
}
