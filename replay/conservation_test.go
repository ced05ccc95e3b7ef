package replay

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// TestConservation: random bytes among good lines, cut at any place, by any number of workers into
// any number of partitions: no line is lost, and the partitions' files are the accepted lines, in
// order, each where a reference sends it that has nothing in common with the program. With little
// memory the report is the same at any number of workers too.
func TestConservation(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		var content bytes.Buffer
		for range rapid.IntRange(0, 80).Draw(t, "lines") {
			content.WriteString(anyLine(t) + rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "end"))
		}
		content.WriteString(rapid.SampledFrom([]string{"", `{"k":"last"}`, "x"}).Draw(t, "open end"))
		text := asLines(content.Bytes())
		packed := compressed(t, text)
		path := filepath.Join(dir, "in")
		if err := os.WriteFile(path, packed, 0o600); err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "stdin") {
			path = "-"
		}
		cfg := Config{
			Inputs: []string{path}, Stdin: bytes.NewReader(packed), Strategy: rapid.SampledFrom(strategies.All).Draw(t, "strategy"),
			Keys: fields("k"), KeyNames: []string{"k"},
			Hash: rapid.SampledFrom(hash.All).Draw(t, "hash"), Partitions: rapid.IntRange(1, 257).Draw(t, "partitions"),
			Workers: rapid.IntRange(1, 8).Draw(t, "workers"), MemoryBytes: rapid.SampledFrom([]int64{0, 40}).Draw(t, "memory"),
			WriteDir: filepath.Join(dir, "out"), blockBytes: rapid.IntRange(16, 300).Draw(t, "block"),
		}
		if err := os.RemoveAll(cfg.WriteDir); err != nil {
			t.Fatal(err)
		}
		report, err := Run(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		checkConservation(t, report)
		want, lines := make([][]byte, cfg.Partitions), uint64(0)
		accepted := 0
		for whole := range bytes.Lines(text) {
			lines++
			line := bytes.TrimSuffix(bytes.TrimSuffix(whole, []byte("\n")), []byte("\r"))
			record, ok := simpleRecord(line)
			if !ok {
				continue
			}
			p := simplePartition(cfg, record, accepted)
			want[p] = append(append(want[p], bytes.TrimSuffix(whole, []byte("\n"))...), '\n')
			accepted++
		}
		if report.Input.Lines != lines || report.Input.Records != uint64(accepted) {
			t.Fatalf("%+v, want %d records in %d lines", report.Input, accepted, lines)
		}
		checkWritten(t, cfg.WriteDir, want)
		cfg.WriteDir, cfg.Workers, cfg.Stdin = "", cfg.Workers%8+1, bytes.NewReader(packed)
		again, err := Run(t.Context(), cfg)
		if diff := cmp.Diff(report, again, withoutTimes); err != nil || diff != "" {
			t.Fatalf("%d workers: error %v, %s", cfg.Workers, err, diff)
		}
	})
}

// anyLine draws a line: mostly an object with the fields k and _partition.
func anyLine(t *rapid.T) string {
	if rapid.IntRange(0, 4).Draw(t, "bad") == 0 {
		return strings.ReplaceAll(string(rapid.SliceOfN(rapid.Byte(), 0, 30).Draw(t, "bytes")), "\n", " ")
	}
	key := rapid.OneOf(
		rapid.Map(rapid.IntRange(-5, 40), func(n int) string { return fmt.Sprint(n) }),
		rapid.Map(rapid.StringN(0, 20, -1), func(s string) string { b, _ := json.Marshal(s); return string(b) }),
		rapid.SampledFrom([]string{"null", "true", "false"}),
	).Draw(t, "k")
	source := rapid.IntRange(0, 12).Draw(t, "_partition")
	return rapid.SampledFrom([]string{
		fmt.Sprintf(`{"k":%s,"_partition":%d}`, key, source),
		fmt.Sprintf(`{ "_partition" : %d , "other" : {"k":7} , "k" : %s }`, source, key),
		fmt.Sprintf(`{"k":0,"_partition":%d,"\u006b":%s}`, source, key),
		fmt.Sprintf(`{"_partition":%d}`, source),
		fmt.Sprintf(`{"k":%s}`, key),
	}).Draw(t, "layout")
}

// simpleRecord reads a line that is one JSON object.
func simpleRecord(line []byte) (record map[string]any, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	ok = utf8.Valid(line) && json.Valid(line) && decoder.Decode(&record) == nil && record != nil
	return record, ok
}

// simplePartition is where a record goes; n is its number among the accepted ones.
func simplePartition(cfg Config, record map[string]any, n int) int {
	source := 0
	if number, ok := record["_partition"].(json.Number); ok {
		fmt.Sscan(number.String(), &source)
	}
	switch cfg.Strategy.Name {
	case "round_robin":
		return n % cfg.Partitions
	case "sticky_partition":
		return source % cfg.Partitions
	case "fan_in":
		return 0
	}
	return int(simpleSum(cfg.Hash.Name, record["k"]) % uint64(cfg.Partitions))
}

// simpleSum hashes a key, numbers being whole.
func simpleSum(name string, key any) uint64 {
	text := fmt.Sprint(key)
	if name == "xxhash64" {
		switch key := key.(type) {
		case nil:
			return xxhash.Sum64([]byte{0})
		case bool:
			return xxhash.Sum64([]byte{map[bool]byte{false: 1, true: 2}[key]})
		case json.Number:
			digits := strings.TrimRight(text, "0")
			if zeros := len(text) - len(digits); text == "0" || text == "-0" {
				text = "0"
			} else if zeros > 0 {
				text = fmt.Sprintf("%se%d", digits, zeros)
			}
			return xxhash.Sum64String("\x03" + string(binary.AppendUvarint(nil, uint64(len(text)))) + text)
		}
		return xxhash.Sum64String("\x04" + string(binary.AppendUvarint(nil, uint64(len(text)))) + text)
	}
	if key == nil {
		text = map[string]string{"velostream": "NULL", "murmur2": "", "crc32": ""}[name]
	}
	switch name {
	case "velostream":
		h := fnv.New64a()
		h.Write([]byte(text))
		return h.Sum64()
	case "murmur2":
		return uint64(simpleMurmur2([]byte(text)) & 0x7fffffff)
	}
	return uint64(crc32.ChecksumIEEE([]byte(text)))
}

// simpleMurmur2 is Austin Appleby's MurmurHash2 with the seed of Kafka's Java client.
func simpleMurmur2(b []byte) uint32 {
	const m = 0x5bd1e995
	h := 0x9747b28c ^ uint32(len(b))
	for ; len(b) >= 4; b = b[4:] {
		k := binary.LittleEndian.Uint32(b) * m
		h = h*m ^ (k^k>>24)*m
	}
	if len(b) > 0 {
		var rest [4]byte
		copy(rest[:], b)
		h = (h ^ binary.LittleEndian.Uint32(rest[:])) * m
	}
	h = (h ^ h>>13) * m
	return h ^ h>>15
}
