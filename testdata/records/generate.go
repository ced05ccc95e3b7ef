//go:build ignore

// Generate rewrites the made-up record files of this folder: trades.ndjson,
// sensors.ndjson, clicks.ndjson, orders.ndjson, payments.ndjson and
// messy.ndjson. It leaves flights.ndjson alone, which is real data.
//
// Run it from the root of the repository:
//
//	go run testdata/records/generate.go
//
// The output does not depend on the machine: every file has a fixed seed of its
// own, and all arithmetic is on integers. With -out the files go elsewhere.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// The number of lines and the seed of each file.
const (
	tradeLines, tradeSeed     = 2000, 11
	sensorLines, sensorSeed   = 1500, 12
	clickLines, clickSeed     = 1500, 13
	orderLines, orderSeed     = 1000, 14
	paymentLines, paymentSeed = 900, 15
	messyTrades, messySeed    = 240, 16
)

// The partition counts of the topics that the files stand for.
const (
	tradePartitions   = 12
	sensorPartitions  = 8
	clickPartitions   = 6
	orderPartitions   = 6
	paymentPartitions = 8
)

// epoch is 2024-03-04 09:30:00 UTC in milliseconds.
const epoch = 1_709_544_600_000

func main() {
	log.SetFlags(0)
	log.SetPrefix("generate: ")
	out := flag.String("out", "", "folder to write to (default: the folder of this program)")
	flag.Parse()
	if *out == "" {
		_, self, _, ok := runtime.Caller(0)
		if !ok || !filepath.IsAbs(self) {
			log.Fatal("cannot find this program's own folder; say where to write with -out")
		}
		*out = filepath.Dir(self)
	}

	orders := makeOrders()
	files := []struct {
		name string
		data []byte
	}{
		{"trades.ndjson", lines(makeTrades(tradeLines, source(tradeSeed)))},
		{"sensors.ndjson", lines(makeSensors())},
		{"clicks.ndjson", lines(makeClicks())},
		{"orders.ndjson", lines(orders)},
		{"payments.ndjson", lines(makePayments(orders))},
		{"messy.ndjson", makeMessy()},
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(*out, f.name), f.data, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

type trade struct {
	TradeID   int    `json:"trade_id"`
	TraderID  string `json:"trader_id"`
	Symbol    string `json:"symbol"`
	Side      string `json:"side"`
	Price     cents  `json:"price"`
	Volume    int    `json:"volume"`
	Venue     string `json:"venue"`
	TS        int64  `json:"ts"`
	Partition int    `json:"_partition"`
}

var symbols = []string{
	"AAPL", "MSFT", "NVDA", "AMZN", "GOOG", "META", "TSLA", "JPM", "XOM", "JNJ",
	"PG", "KO", "WMT", "DIS", "NFLX", "ORCL", "IBM", "CAT", "BA", "GE",
	"F", "GM", "T", "VZ", "PFE", "MRK", "CVX", "NKE", "SBUX", "MMM",
}

// makeTrades gives trades whose symbols are Zipf-distributed and which are
// partitioned by trader.
func makeTrades(n int, r *rand.Rand) []trade {
	pick := newZipf(len(symbols))
	last := make([]int64, len(symbols))
	for i := range last {
		last[i] = 2_000 + r.Int64N(48_000)
	}
	venues := []string{"XNYS", "XNAS", "XNAS", "ARCX", "BATS"}
	ts := int64(epoch)
	out := make([]trade, n)
	for i := range out {
		s := pick.next(r)
		last[s] = max(100, last[s]+r.Int64N(41)-20)
		venue := venues[r.IntN(len(venues))]
		if chance(r, 1) {
			venue = []string{"TEST", "SIM"}[r.IntN(2)]
		}
		trader := fmt.Sprintf("T-%03d", 1+r.IntN(120))
		ts += r.Int64N(400)
		out[i] = trade{
			TradeID:   700_001 + i,
			TraderID:  trader,
			Symbol:    symbols[s],
			Side:      []string{"buy", "sell"}[r.IntN(2)],
			Price:     cents(last[s]),
			Volume:    100 * (1 + r.IntN(20)),
			Venue:     venue,
			TS:        late(r, ts, 2_000),
			Partition: kafkaPartition(trader, tradePartitions),
		}
	}
	return out
}

type sensor struct {
	DeviceID  string `json:"device_id"`
	Site      string `json:"site"`
	Kind      string `json:"kind"`
	Reading   cents  `json:"reading"`
	Battery   int    `json:"battery"`
	TS        int64  `json:"ts"`
	Partition int    `json:"_partition"`
}

// makeSensors gives readings that are partitioned by device. A device has one
// site and one kind.
func makeSensors() []sensor {
	r := source(sensorSeed)
	sites := []string{"cold-01", "cold-02", "press-hall", "paint-shop", "yard"}
	kinds := []string{"temperature", "temperature", "humidity", "vibration"}
	type device struct {
		id, site, kind string
		battery        int
	}
	devices := make([]device, 80)
	for i := range devices {
		devices[i] = device{
			id:      fmt.Sprintf("dev-%04d", 1000+i*7),
			site:    sites[r.IntN(len(sites))],
			kind:    kinds[r.IntN(len(kinds))],
			battery: 5 + r.IntN(96),
		}
	}
	ts := int64(epoch)
	out := make([]sensor, sensorLines)
	for i := range out {
		d := &devices[r.IntN(len(devices))]
		if chance(r, 2) {
			d.battery = max(1, d.battery-1)
		}
		var reading int64
		switch d.kind {
		case "temperature":
			reading = -200 + r.Int64N(1_600)
		case "humidity":
			reading = 2_500 + r.Int64N(6_000)
		default:
			reading = 50 + r.Int64N(1_300)
		}
		ts += r.Int64N(1_500)
		out[i] = sensor{
			DeviceID:  d.id,
			Site:      d.site,
			Kind:      d.kind,
			Reading:   cents(reading),
			Battery:   d.battery,
			TS:        late(r, ts, 30_000),
			Partition: kafkaPartition(d.id, sensorPartitions),
		}
	}
	return out
}

type click struct {
	UserID    *string `json:"user_id"`
	SessionID string  `json:"session_id"`
	Page      string  `json:"page"`
	Referrer  *string `json:"referrer"`
	Country   string  `json:"country"`
	Device    string  `json:"device"`
	TS        int64   `json:"ts"`
	Partition int     `json:"_partition"`
}

// makeClicks gives clicks that were written without a key, so that they go
// round the partitions. About one user in twelve is not logged in.
func makeClicks() []click {
	r := source(clickSeed)
	pages := []string{"/", "/search", "/product/17", "/product/4", "/cart", "/checkout", "/help", "/product/233", "/internal/ping"}
	countries := []string{"DE", "US", "FR", "GB", "IN", "BR", "JP", "PL"}
	referrers := []string{"search", "newsletter", "ad", "partner"}
	devices := []string{"desktop", "phone", "phone", "tablet", "app"}
	user, page, country := newZipf(400), newZipf(len(pages)), newZipf(len(countries))
	ts := int64(epoch)
	out := make([]click, clickLines)
	for i := range out {
		u := user.next(r)
		name := fmt.Sprintf("u%05d", 10_000+u*13)
		c := click{
			UserID:    &name,
			SessionID: fmt.Sprintf("s-%d-%d", u, r.IntN(3)),
			Page:      pages[page.next(r)],
			Country:   countries[country.next(r)],
			Device:    devices[r.IntN(len(devices))],
			Partition: i % clickPartitions,
		}
		if chance(r, 8) {
			c.UserID = nil
		}
		if chance(r, 30) {
			c.Referrer = &referrers[r.IntN(len(referrers))]
		}
		ts += r.Int64N(900)
		c.TS = late(r, ts, 5_000)
		out[i] = c
	}
	return out
}

type order struct {
	OrderID    int    `json:"order_id"`
	CustomerID string `json:"customer_id"`
	ProductID  int    `json:"product_id"`
	Quantity   int    `json:"quantity"`
	Amount     cents  `json:"amount"`
	Currency   string `json:"currency"`
	Region     string `json:"region"`
	Status     string `json:"status"`
	TS         int64  `json:"ts"`
	Partition  int    `json:"_partition"`
}

// makeOrders gives orders that are partitioned by customer.
func makeOrders() []order {
	r := source(orderSeed)
	regions := []string{"north", "south", "east", "west"}
	currencies := []string{"EUR", "EUR", "EUR", "USD", "GBP"}
	statuses := []string{"paid", "paid", "paid", "shipped", "shipped", "open", "cancelled"}
	customer, product := newZipf(250), newZipf(90)
	ts := int64(epoch)
	out := make([]order, orderLines)
	for i := range out {
		c := fmt.Sprintf("C%04d", 1000+customer.next(r))
		quantity := 1 + r.IntN(4)
		ts += r.Int64N(4_000)
		out[i] = order{
			OrderID:    100_001 + i,
			CustomerID: c,
			ProductID:  1 + product.next(r),
			Quantity:   quantity,
			Amount:     cents(int64(quantity) * (499 + r.Int64N(12_000))),
			Currency:   currencies[r.IntN(len(currencies))],
			Region:     regions[r.IntN(len(regions))],
			Status:     statuses[r.IntN(len(statuses))],
			TS:         ts,
			Partition:  kafkaPartition(c, orderPartitions),
		}
	}
	return out
}

type payment struct {
	PaymentID string `json:"payment_id"`
	OrderID   int    `json:"order_id"`
	AccountID string `json:"account_id"`
	Merchant  string `json:"merchant"`
	Country   string `json:"country"`
	Amount    cents  `json:"amount"`
	Currency  string `json:"currency"`
	Method    string `json:"method"`
	Status    string `json:"status"`
	TS        int64  `json:"ts"`
	Partition int    `json:"_partition"`
}

// makePayments pays most of the orders, in order of payment, partitioned by
// account.
func makePayments(orders []order) []payment {
	r := source(paymentSeed)
	merchants := []string{"shop-main", "shop-outlet", "market-place", "gift-cards"}
	methods := []string{"card", "card", "card", "wallet", "transfer"}
	statuses := []string{"captured", "captured", "captured", "captured", "authorised", "declined", "refunded"}
	countries := []string{"DE", "DE", "FR", "GB", "US"}
	merchant, account := newZipf(len(merchants)), newZipf(180)
	out := make([]payment, 0, paymentLines)
	for _, i := range r.Perm(len(orders))[:paymentLines] {
		o := orders[i]
		a := fmt.Sprintf("AC-%05d", 20_000+account.next(r)*31)
		out = append(out, payment{
			OrderID:   o.OrderID,
			AccountID: a,
			Merchant:  merchants[merchant.next(r)],
			Country:   countries[r.IntN(len(countries))],
			Amount:    o.Amount,
			Currency:  o.Currency,
			Method:    methods[r.IntN(len(methods))],
			Status:    statuses[r.IntN(len(statuses))],
			TS:        o.TS + 5_000 + r.Int64N(900_000),
			Partition: kafkaPartition(a, paymentPartitions),
		})
	}
	slices.SortFunc(out, func(a, b payment) int {
		if a.TS != b.TS {
			return int(a.TS - b.TS)
		}
		return a.OrderID - b.OrderID
	})
	for i := range out {
		out[i].PaymentID = fmt.Sprintf("pay_%06d", i+1)
	}
	return out
}

// makeMessy gives trades with lines in between that are broken, and records
// whose key is written in an unusual way.
func makeMessy() []byte {
	odd := []string{
		// Not records.
		"{\"trade_id\":1,\"symbol\":\"AAPL\",\"price\":101.5\n",
		"{\"trade_id\":2,\"symbol\":\"MS\n",
		"[{\"trade_id\":3,\"symbol\":\"AAPL\",\"volume\":100}]\n",
		"42\n",
		"null\n",
		"\"AAPL\"\n",
		"{'trade_id':4,'symbol':'AAPL'}\n",
		"{\"trade_id\":5,\"symbol\":\"AAPL\"} {\"trade_id\":6}\n",
		"{\"trade_id\":7,\"symbol\":\"AAPL\",}\n",
		"2024-03-04T09:31:02Z WARN reconnecting to gateway\n",
		"{\"trade_id\":8,\"symbol\":\"AA\xff\xfePL\",\"volume\":100}\n",
		"{\"trade_id\":9,\"symbol\":\"caf\xe9\",\"volume\":100}\n",
		// Blank.
		"\n",
		"\n",
		"   \n",
		// Records with a key that is missing, null or spelt unusually.
		"{\"trade_id\":20,\"trader_id\":\"T-001\",\"price\":10.00,\"volume\":100,\"_partition\":0}\n",
		"{\"trade_id\":21,\"trader_id\":\"T-001\",\"symbol\":null,\"price\":10.00,\"volume\":100,\"_partition\":0}\n",
		"{\"trade_id\":22,\"symbol\":1,\"price\":10.00,\"volume\":100,\"_partition\":1}\n",
		"{\"trade_id\":23,\"symbol\":1.0,\"price\":10.00,\"volume\":100,\"_partition\":1}\n",
		"{\"trade_id\":24,\"symbol\":1e0,\"price\":10.00,\"volume\":100,\"_partition\":1}\n",
		"{\"trade_id\":25,\"symbol\":\"1\",\"price\":10.00,\"volume\":100,\"_partition\":1}\n",
		"{\"trade_id\":26,\"symbol\":\"\\u0041APL\",\"price\":10.00,\"volume\":100,\"_partition\":2}\n",
		"{\"trade_id\":27,\"\\u0073ymbol\":\"AAPL\",\"price\":10.00,\"volume\":100,\"_partition\":2}\n",
		"{\"trade_id\":28,\"symbol\":\"MSFT\",\"price\":10.00,\"volume\":100,\"_partition\":2,\"symbol\":\"AAPL\"}\n",
		"{\"trade_id\":29,\"symbol\":\"AAPL\",\"price\":10.00,\"volume\":100,\"_partition\":3}\r\n",
		"  { \"trade_id\" : 30 , \"symbol\" : \"AAPL\" , \"price\" : 10.00 , \"volume\" : 100 , \"_partition\" : 3 }  \n",
		"{\"trade_id\":31,\"symbol\":\"\",\"price\":10.00,\"volume\":100,\"_partition\":3}\n",
		"{\"trade_id\":32,\"symbol\":\"AAPL\",\"price\":10.00,\"volume\":100}\n",
		"{\"trade_id\":9007199254740993,\"symbol\":9007199254740993,\"price\":10.00,\"volume\":100,\"_partition\":4}\n",
		"{\"trade_id\":33,\"symbol\":\"caf\u00e9 \U0001F600\",\"price\":10.00,\"volume\":100,\"_partition\":4}\n",
		"{\"trade_id\":34,\"symbol\":{\"ticker\":\"AAPL\"},\"price\":10.00,\"volume\":100,\"_partition\":5}\n",
		"{}\n",
	}
	r := source(messySeed)
	r.Shuffle(len(odd), func(i, j int) { odd[i], odd[j] = odd[j], odd[i] })

	var b bytes.Buffer
	for i, t := range makeTrades(messyTrades, r) {
		b.Write(lines([]trade{t}))
		if i%7 == 6 && len(odd) > 0 {
			b.WriteString(odd[0])
			odd = odd[1:]
		}
	}
	// The last line has no newline.
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// lines writes one JSON object a line.
func lines[T any](records []T) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, rec := range records {
		if err := enc.Encode(rec); err != nil {
			log.Fatal(err)
		}
	}
	return b.Bytes()
}

func source(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))
}

// chance is true in about percent of a hundred cases.
func chance(r *rand.Rand, percent int) bool {
	return r.IntN(100) < percent
}

// late moves a few timestamps back by at most limit milliseconds.
func late(r *rand.Rand, ts, limit int64) int64 {
	if chance(r, 3) {
		return ts - r.Int64N(limit)
	}
	return ts
}

// cents is a number with two digits after the point.
type cents int64

func (c cents) MarshalJSON() ([]byte, error) {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	return fmt.Appendf(nil, "%s%d.%02d", sign, c/100, c%100), nil
}

// zipf draws 0..n-1, the k-th with a weight of 1/(k+1). Unlike rand.Zipf it
// needs no floating point, so it draws the same everywhere.
type zipf struct {
	upTo []int64
}

func newZipf(n int) zipf {
	upTo := make([]int64, n)
	var sum int64
	for k := range upTo {
		sum += 1_000_000 / int64(k+1)
		upTo[k] = sum
	}
	return zipf{upTo}
}

func (z zipf) next(r *rand.Rand) int {
	x := r.Int64N(z.upTo[len(z.upTo)-1])
	k, _ := slices.BinarySearch(z.upTo, x+1)
	return k
}

// kafkaPartition is where Kafka's Java client puts a key: murmur2, sign bit
// off, modulo the number of partitions.
func kafkaPartition(key string, n int) int {
	return int(murmur2(key)&0x7fffffff) % n
}

func murmur2(key string) uint32 {
	const m = 0x5bd1e995
	h := 0x9747b28c ^ uint32(len(key))
	for len(key) >= 4 {
		k := uint32(key[0]) | uint32(key[1])<<8 | uint32(key[2])<<16 | uint32(key[3])<<24
		k *= m
		k ^= k >> 24
		h = h*m ^ k*m
		key = key[4:]
	}
	switch len(key) {
	case 3:
		h ^= uint32(key[2]) << 16
		fallthrough
	case 2:
		h ^= uint32(key[1]) << 8
		fallthrough
	case 1:
		h = (h ^ uint32(key[0])) * m
	}
	h = (h ^ h>>13) * m
	return h ^ h>>15
}
