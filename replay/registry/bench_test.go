package registry

import (
	"testing"

	"github.com/twmb/franz-go/pkg/sr"
)

// BenchmarkAppend measures what a value costs of which one field of nine is wanted.
func BenchmarkAppend(b *testing.B) {
	r := stand(b)
	r.SeedSchema("a", 1, 40, sr.Schema{Schema: `{"type":"record","name":"T","fields":[{"name":"symbol","type":"string"},{"name":"price","type":"double"},{"name":"quantity","type":"long"},
		{"name":"side","type":{"type":"enum","name":"Side","symbols":["BUY","SELL"]}},{"name":"venue","type":"string"},{"name":"trader_id","type":"string"},
		{"name":"event_time","type":"string"},{"name":"_partition","type":"int"},{"name":"trade_id","type":"long"}]}`})
	r.SeedSchema("p", 1, 41, sr.Schema{Schema: `syntax = "proto3"; message T { string symbol = 1; double price = 2; int64 quantity = 3; int32 side = 4;
		string venue = 5; string trader_id = 6; string event_time = 7; int32 _partition = 8; int64 trade_id = 9; }`, Type: sr.TypeProtobuf})
	at := "2024-05-13T09:29:59.328Z"
	for name, value := range map[string]string{
		"Avro":     id(40) + "\x0eSYM0005" + price + "\xae\x5e\x02\x08BATS\x0cT44528\x30" + at + "\x12\x82\xa0\xd0\x9a\x07",
		"Protobuf": id(41) + "\x00\x0a\x07SYM0005\x11" + price + "\x18\x97\x2f\x20\x01\x2a\x04BATS\x32\x06T44528\x3a\x18" + at + "\x40\x09\x48\x81\x94\xeb\xdc\x03",
	} {
		b.Run(name, func(b *testing.B) {
			d, err := open(b, Config{URL: r.URL()}).Decoder([][]string{{"symbol"}}, 1<<20)
			if err != nil {
				b.Fatal(err)
			}
			records := one{value: []byte(value)}
			var dst []byte
			b.ReportAllocs()
			for b.Loop() {
				if dst, err = d.Append(dst[:0], records, 0); err != nil || string(dst) != `{"symbol":"SYM0005"}` {
					b.Fatal(string(dst), err)
				}
			}
		})
	}
}
