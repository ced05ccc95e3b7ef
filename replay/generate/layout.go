package generate

import "strings"

// layout is a way to write a record's line.
type layout struct {
	members string // their names in order
	blank   string // behind commas and colons
}

// layouts are the ways to write a line, in the order in which they join the mix. They differ in what
// scanners that remember a layout trip over: order, members that come and go, blanks, nested members
// with names that others have, escapes.
var layouts = []layout{
	{members: "symbol price quantity side venue trader_id event_time _partition trade_id"},
	{members: "trade_id event_time trader_id symbol side quantity price venue _partition"},
	{members: "_partition symbol currency price quantity side venue trader_id event_time trade_id"},
	{members: "symbol price quantity side venue trader_id event_time _partition trade_id", blank: " "},
	{members: "gateway trade_id symbol trader_id price quantity side venue event_time _partition"},
	{members: "event_time note venue trader_id tags price side quantity trade_id _partition symbol"},
	{members: "symbol _partition trade_id price quantity side venue currency trader_id event_time flags"},
	{members: "side venue description price quantity trader_id symbol event_time trade_id _partition", blank: " "},
}

// Layouts is how many layouts there are.
func Layouts() int { return len(layouts) }

// values are the texts of the members; <name> stands for what differs from record to record.
var values = map[string]string{
	"symbol":     `<symbol>`,
	"price":      `<dollars>.<cents>`,
	"quantity":   `<quantity>`,
	"side":       `"<side>"`,
	"venue":      `"<venue>"`,
	"trader_id":  `"<trader>"`,
	"event_time": `"<date>T<time>Z"`,
	"_partition": `<partition>`,
	"trade_id":   `<trade>`,

	"currency":    `"USD"`,
	"flags":       `[true,false,null,{}]`,
	"gateway":     `{"name":"gw-2","symbol":"none","_partition":-1}`,
	"note":        `"off book, see \"symbol\":\"SYM0000\" \u2014 caf\u00e9"`,
	"tags":        `["odd lot","late",["a","b"]]`,
	"description": `"An order that was sent to several venues and filled by the one that answered first, at its price"`,
}

// placeholder is a place in a line that is filled for each record.
type placeholder byte

// What can stand in such a place.
const (
	placeNone placeholder = iota
	placeSymbol
	placeDollars
	placeCents
	placeQuantity
	placeSide
	placeVenue
	placeTrader
	placeDate
	placeTime
	placePartition
	placeTradeID
	placeOffset
	placeTimestamp
	placeKey
)

// placeholders are their names in the texts.
var placeholders = map[string]placeholder{
	"symbol": placeSymbol, "dollars": placeDollars, "cents": placeCents, "quantity": placeQuantity, "side": placeSide,
	"venue": placeVenue, "trader": placeTrader, "date": placeDate, "time": placeTime, "partition": placePartition,
	"trade": placeTradeID, "offset": placeOffset, "ts": placeTimestamp, "key": placeKey,
}

// literal is the number of bytes that a piece's text takes; to copy so many is quicker than to look
// how many there are.
const literal = 32

// piece is a text that every record has, and the place behind it.
type piece struct {
	text [literal]byte
	size int
	then placeholder
}

// largest is the most that is written for a placeholder, what is written over again included.
const largest = 24

// text returns a line of the layout, with placeholders. In an envelope the partition is outside of the record.
func (l layout) text(e Envelope) string {
	var b strings.Builder
	for _, name := range strings.Fields(l.members) {
		if e == EnvelopeKcat && name == "_partition" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("," + l.blank)
		}
		b.WriteString(`"` + name + `":` + l.blank + values[name])
	}
	record := "{" + b.String() + "}"
	if e == EnvelopeKcat {
		return `{"topic":"trades","partition":<partition>,"offset":<offset>,"tstype":"create","ts":<ts>,"broker":0,"key":<key>,` +
			`"payload":"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(record) + "\"}\n"
	}
	return record + "\n"
}

// pieces cuts a line with placeholders into pieces.
func pieces(line string) []piece {
	var list []piece
	for line != "" {
		text, rest, found := strings.Cut(line, "<")
		name := ""
		if found {
			name, rest, _ = strings.Cut(rest, ">")
		}
		for len(text) > literal {
			list = append(list, newPiece(text[:literal], placeNone))
			text = text[literal:]
		}
		list = append(list, newPiece(text, placeholders[name]))
		line = rest
	}
	return list
}

// newPiece returns a piece.
func newPiece(text string, then placeholder) piece {
	p := piece{size: len(text), then: then}
	copy(p.text[:], text)
	return p
}
