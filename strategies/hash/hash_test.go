package hash

import (
	"bufio"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

func TestGoldenVectors(t *testing.T) {
	file, err := os.Open("testdata/vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	seen := map[string]int{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if lines.Text() == "" || strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		var name, input string
		var sum uint64
		var partition int
		if _, err := fmt.Sscanf(lines.Text(), "%s %q %x %d", &name, &input, &sum, &partition); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		h, ok := Lookup(name)
		if !ok {
			t.Fatalf("no hash %s", name)
		}
		seen[name]++
		if got := h.Sum([]byte(input)); got != sum {
			t.Errorf("%s(%q) = %x, want %x", name, input, got, sum)
		}
		if got := h.Partition(sum, 12); got != partition {
			t.Errorf("%s: partition of %q = %d, want %d", name, input, got, partition)
		}
	}
	for _, h := range All {
		if seen[h.Name] < 3 {
			t.Errorf("%s has %d vectors", h.Name, seen[h.Name])
		}
	}
}

func TestFNVAgainstTheStandardLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 200 {
		key := make([]byte, n)
		for i := range key {
			key[i] = byte(random.Uint32())
		}
		want := fnv.New64a()
		want.Write(key)
		if fnv1a64(key) != want.Sum64() {
			t.Fatalf("fnv1a64(%x) = %x, want %x", key, fnv1a64(key), want.Sum64())
		}
	}
}

// The Java client computes in signed 32-bit integers; the rule is checked in its own terms.
func TestPartitionRules(t *testing.T) {
	for _, sum := range []int32{0, 1, -1, -973932308, math.MaxInt32, math.MinInt32} {
		for _, n := range []int{1, 2, 3, 12, 1000} {
			h, _ := Lookup("murmur2")
			if got, want := h.Partition(uint64(uint32(sum)), n), int(sum&math.MaxInt32)%n; got != want {
				t.Errorf("murmur2: partition of %d among %d = %d, want %d", sum, n, got, want)
			}
		}
	}
	for _, h := range All {
		for _, sum := range []uint64{0, 1, math.MaxInt64, math.MaxUint64} {
			for _, n := range []int{1, 2, 7, math.MaxInt32} {
				if got := h.Partition(sum, n); got < 0 || got >= n {
					t.Errorf("%s: partition of %x among %d = %d", h.Name, sum, n, got)
				}
			}
		}
		if got := h.Partition(math.MaxUint64, 10); h.Name != "murmur2" && got != 5 {
			t.Errorf("%s: 2^64-1 mod 10 = %d, want 5", h.Name, got)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, h := range All {
		if got, ok := Lookup(h.Name); !ok || got.Name != h.Name || got.Doc == "" || got.Encoding == "" {
			t.Errorf("%s is not found or not described: %v %v", h.Name, got, ok)
		}
	}
	for _, name := range []string{"", "XXHASH64", "md5"} {
		if _, ok := Lookup(name); ok {
			t.Errorf("%q is a hash", name)
		}
	}
	if Default().Name != "xxhash64" {
		t.Errorf("the default is %s", Default().Name)
	}
}

func BenchmarkSum(b *testing.B) {
	for _, h := range All {
		for _, key := range []string{"AAPL", "a-key-of-thirty-two-bytes-length"} {
			b.Run(fmt.Sprintf("%s/%d bytes", h.Name, len(key)), func(b *testing.B) {
				bytes := []byte(key)
				b.SetBytes(int64(len(bytes)))
				b.ReportAllocs()
				want, sum := h.Sum(bytes), uint64(0)
				for b.Loop() {
					sum = h.Sum(bytes)
				}
				if sum != want {
					b.Fatal("the sum changes")
				}
			})
		}
	}
}
