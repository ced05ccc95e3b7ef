package avro

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/twmb/avro"
	"github.com/twmb/avro/ocf"
)

// container writes records, so many in a block.
func container(t testing.TB, codec ocf.Codec, records, inBlock int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := ocf.NewWriter(&b, avro.MustParse(nested), ocf.WithCodec(codec), ocf.WithBlockCount(inBlock))
	if err != nil {
		t.Fatal(err)
	}
	for i := range records {
		if err := w.Encode(order(int64(i), nil)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readContainer reads the ids of all records of a file.
func readContainer(data []byte) (ids string, err error) {
	c, n, err := NewContainer(data)
	if err != nil {
		return "", err
	}
	d, err := c.Schema.Decoder([][]string{{"id"}}, 1<<20)
	if err != nil {
		return "", err
	}
	for data = data[n:]; len(data) > 0; data = data[n:] {
		var b Block
		if b, n, err = c.Block(data); err != nil {
			return ids, err
		}
		values, err := c.Inflate(b, nil)
		if err != nil {
			return ids, err
		}
		for range b.Records {
			var out []byte
			if out, values, err = d.Next(nil, values); err != nil {
				return ids, err
			}
			ids += string(out)
		}
	}
	return ids, nil
}

// TestContainer: the records of all codecs, and what is wrong with a file that is cut off or damaged.
func TestContainer(t *testing.T) {
	var want strings.Builder
	for i := range 10 {
		fmt.Fprintf(&want, `{"id":%d}`, i)
	}
	for _, codec := range []ocf.Codec{nil, ocf.DeflateCodec(5), ocf.SnappyCodec(), ocf.MustZstdCodec(nil, nil)} {
		if codec == nil {
			codec = ocf.DeflateCodec(0)
		}
		data := container(t, codec, 10, 3)
		if got, err := readContainer(data); err != nil || got != want.String() {
			t.Fatalf("%s: %s, %v", codec.Name(), got, err)
		}
		_, header, _ := NewContainer(data)
		whole := map[int]bool{header: true, len(data): true}
		for n := range data {
			if _, err := readContainer(data[:n]); err != ErrMore && err == nil {
				whole[n] = true
			}
		}
		if len(whole) > 6 {
			t.Errorf("%s: files cut off at %v are whole", codec.Name(), whole)
		}
	}
	data := container(t, ocf.DeflateCodec(5), 3, 3)
	for want, damaged := range map[string][]byte{
		"does not begin as":          []byte("Obj\x02"),
		"does not end with the mark": append(bytes.Clone(data[:len(data)-1]), data[len(data)-1]^1),
		`compressed by "deflaty"`:    bytes.Replace(data, []byte("deflate"), []byte("deflaty"), 1),
		"its schema cannot be used":  bytes.Replace(data, []byte(`"boolean"`), []byte(`"boolexn"`), 1),
	} {
		if _, err := readContainer(damaged); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// FuzzContainer: whatever a file holds, reading it ends, without a panic.
func FuzzContainer(f *testing.F) {
	f.Add(container(f, ocf.DeflateCodec(5), 4, 2))
	f.Add(container(f, ocf.SnappyCodec(), 4, 2))
	f.Fuzz(func(_ *testing.T, data []byte) { readContainer(data) })
}
