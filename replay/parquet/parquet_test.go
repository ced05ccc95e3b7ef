package parquet

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/deprecated"

	"github.com/velo-plan/velo-plan/replay/ndjson"
)

// row has a field of each kind; the tags are those of the library, and of the JSON that is expected.
type row struct {
	ID     int64             `parquet:"id,delta" json:"id"`
	Name   *string           `parquet:"name,optional,dict" json:"name"`
	Plain  string            `parquet:"plain,plain" json:"plain"`
	Delta  string            `parquet:"delta,delta" json:"delta"`
	Small  uint8             `parquet:"small" json:"small"`
	Big    uint64            `parquet:"big" json:"big"`
	Price  float64           `parquet:"price,split" json:"price"`
	Open   bool              `parquet:"open" json:"open"`
	Where  *address          `parquet:"where,optional" json:"where"`
	Tags   []string          `parquet:"tags,list" json:"tags"`
	Old    []int32           `parquet:"old" json:"old"`
	Counts map[string]int64  `parquet:"counts" json:"counts"`
	Deep   []map[string]deep `parquet:"deep,list" json:"deep"`
}

type address struct {
	City *string `parquet:"city,optional" json:"city"`
	Zip  int32   `parquet:"zip" json:"zip"`
}

type deep struct {
	X []int32 `parquet:"x,list" json:"x"`
}

// rows are some rows.
func rows(n int) []row {
	out := make([]row, n)
	for i := range out {
		r := &out[i]
		*r = row{ID: int64(i) << 33, Plain: strings.Repeat("é\"\n", i%3), Delta: fmt.Sprint("prefix ", i/2), Small: uint8(i), Big: 1<<64 - 1 - uint64(i),
			Price: float64(i) + 0.5, Open: i%3 == 0, Tags: []string{}, Old: []int32{}, Counts: map[string]int64{}, Deep: []map[string]deep{}}
		if i%4 > 0 {
			r.Name = new(fmt.Sprint("n", i%5))
			r.Where = &address{Zip: int32(-i)}
		}
		if i%4 == 2 {
			r.Where.City = new("Wien")
		}
		for k := range i % 3 {
			r.Tags = append(r.Tags, fmt.Sprint(k))
			r.Old = append(r.Old, int32(k))
			r.Counts["a"] = int64(k)
			r.Deep = append(r.Deep, map[string]deep{"k": {X: append([]int32{}, r.Old...)}}, map[string]deep{})
		}
	}
	return out
}

// file writes rows as a file.
func file[T any](t testing.TB, rows []T, options ...pq.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := pq.NewGenericWriter[T](&b, append([]pq.WriterOption{pq.PageBufferSize(256)}, options...)...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// objects reads all of a file.
func objects(data []byte, paths ...[]string) ([]byte, error) {
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	r := f.NewReader(paths)
	var out []byte
	for g, group := range f.Groups() {
		if out, _, err = r.Objects(out, g, 0, group.Rows); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// TestObjects: the JSON of a row is that of encoding/json, whatever the compression, the pages and the row groups.
func TestObjects(t *testing.T) {
	want := rows(200)
	for _, codec := range []compress.Codec{&pq.Uncompressed, &pq.Snappy, &pq.Gzip, &pq.Zstd, &pq.Lz4Raw} {
		for _, version := range []int{1, 2} {
			data := file(t, want, pq.Compression(codec), pq.DataPageVersion(version), pq.MaxRowsPerRowGroup(70))
			out, err := objects(data)
			if err != nil {
				t.Fatalf("%s, version %d: %v", codec, version, err)
			}
			for i, line := range bytes.Split(bytes.TrimSpace(out), []byte("\n")) {
				var got row
				if err := json.Unmarshal(line, &got); err != nil {
					t.Fatalf("%s: %v", line, err)
				}
				if d := cmp.Diff(want[i], got); d != "" {
					t.Fatalf("%s, version %d, row %d (-want +got):\n%s%s", codec, version, i, d, line)
				}
			}
		}
	}
}

// TestValues: the values of flat columns in any part of a row group, with what is null and what is not there.
func TestValues(t *testing.T) {
	data := file(t, rows(100))
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	paths := [][]string{{"where", "city"}, {"nothing"}, {"id"}, {"name"}, {"where", "zip"}}
	r := f.NewReader(paths)
	columns, ok := r.Flat(paths)
	if !ok || !r.Splits() || fmt.Sprint(columns) != "[2 3 0 4]" {
		t.Fatalf("columns %v, flat %v", columns, ok)
	}
	text := func(dst []byte, s ndjson.Span) string { return string(dst[s.Start:s.End]) }
	for from := int64(0); from < 100; from += 7 {
		to := min(from+7, 100)
		dst, spans, _, err := r.Values([]byte("before"), nil, 0, from, to)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range rows(100)[from:to] {
			got := spans[4*i:]
			name, city, zip := "null", "", ""
			if want.Name != nil {
				name = fmt.Sprintf("%q", *want.Name)
				city, zip = "null", fmt.Sprint(want.Where.Zip)
			}
			if want.Where != nil && want.Where.City != nil {
				city = `"Wien"`
			}
			if s := []string{text(dst, got[0]), text(dst, got[1]), text(dst, got[2]), text(dst, got[3])}; !cmp.Equal(s, []string{fmt.Sprint(want.ID), name, city, zip}) {
				t.Fatalf("row %d: %q", from+int64(i), s)
			}
		}
	}
	for _, paths := range [][][]string{{{"tags"}}, {{"where"}}, nil} {
		if _, ok := f.NewReader(paths).Flat(paths); ok {
			t.Errorf("%v is flat", paths)
		}
	}
}

// TestForms: the logical types.
func TestForms(t *testing.T) {
	type forms struct {
		Dec   int64            `parquet:"dec,decimal(3:18)"`
		Wide  [16]byte         `parquet:"wide,decimal(2:38)"`
		Day   int32            `parquet:"day,date"`
		Milli int64            `parquet:"milli,timestamp(millisecond)"`
		Nano  int64            `parquet:"nano,timestamp(nanosecond)"`
		UUID  [16]byte         `parquet:"uuid,uuid"`
		Old   deprecated.Int96 `parquet:"old"`
		JSON  string           `parquet:"json,json"`
		Bytes []byte           `parquet:"bytes"`
		Enum  string           `parquet:"enum,enum"`
	}
	at := time.Date(2024, 1, 31, 8, 0, 0, 123e6, time.UTC)
	nanos := uint64(8*time.Hour + 123*time.Millisecond)
	r := forms{Dec: -1234567, Day: 19753, Milli: at.UnixMilli(), Nano: at.UnixNano(), UUID: [16]byte{0: 0x12, 15: 0xff},
		Old: deprecated.Int96{0: uint32(nanos), 1: uint32(nanos >> 32), 2: julianEpoch + 19753}, JSON: "{\"a\": [1,\n2]}", Bytes: []byte{0, 255}, Enum: "A"}
	binary.BigEndian.PutUint64(r.Wide[8:], 12345)
	out, err := objects(file(t, []forms{r}))
	want := `{"dec":-1234.567,"wide":123.45,"day":"2024-01-31","milli":"2024-01-31 08:00:00.123","nano":"2024-01-31 08:00:00.123",` +
		`"uuid":"12000000-0000-0000-0000-0000000000ff","old":"2024-01-31 08:00:00.123","json":{"a":[1,2]},"bytes":"AP8=","enum":"A"}` + "\n"
	if err != nil || string(out) != want {
		t.Errorf("%v\n got %swant %s", err, out, want)
	}
}

// TestWrong: a row with a text that is not UTF-8 is rejected alone, and a damaged file is an error.
func TestWrong(t *testing.T) {
	type one struct {
		A string `parquet:"a"`
	}
	data := file(t, []one{{"x"}, {"\xff"}, {"y"}})
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	_, _, wrong, err := f.NewReader([][]string{{"a"}}).Values(nil, nil, 0, 0, 3)
	if err != nil || len(wrong) != 1 || wrong[0].Row != 1 || wrong[0].Why != ndjson.InvalidUTF8 {
		t.Errorf("%v, %v", wrong, err)
	}
	footer := len(data) - 8 - int(binary.LittleEndian.Uint32(data[len(data)-8:]))
	damaged := func(at int, with string) []byte {
		return append(append(bytes.Clone(data[:at]), with...), data[at+len(with):]...)
	}
	for want, data := range map[string][]byte{
		"too short to be Parquet":               []byte("PAR1"),
		"does not end as Parquet does":          data[:len(data)-1],
		"its footer is encrypted":               damaged(len(data)-4, "PARE"),
		"its footer is said to have 2147483647": damaged(len(data)-8, "\xff\xff\xff\x7f"),
		"its footer is damaged":                 damaged(footer, "\xff\xff\xff\xff\xff"),
		"a list is longer than what it lies in": damaged(footer+2, "\x29\xfc\xff\xff\xff\x07"),
		"damaged header":                        damaged(4, "\xff\xff\xff\xff\xff"),
	} {
		if _, err := objects(data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// FuzzOpen: whatever a file holds, reading it ends, without a panic, and what comes out is JSON.
func FuzzOpen(f *testing.F) {
	f.Add(file(f, rows(20)))
	f.Add(file(f, rows(20), pq.Compression(&pq.Snappy), pq.DataPageVersion(1), pq.MaxRowsPerRowGroup(7)))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := objects(data)
		if err != nil {
			return
		}
		for line := range bytes.Lines(out) {
			if !json.Valid(line) {
				t.Fatalf("no JSON: %q", line)
			}
		}
	})
}
