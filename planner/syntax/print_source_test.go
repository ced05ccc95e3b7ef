package syntax

import (
	"fmt"
	"strings"
)

func (p *printer) source(src Source) {
	switch s := src.(type) {
	case *TableRef:
		text := "table " + strings.ReplaceAll(namesOf(s.Name), ", ", ".")
		if s.URI {
			text = "uri " + s.Name[0].Name
		}
		if s.AsOf != nil {
			text += " as of " + sexpr(s.AsOf)
		}
		p.line("%s%s", text, alias(s.Alias))
	case *DerivedTable:
		p.line("derived%s%s", lateral(s.Lateral), alias(s.Alias))
		p.under(func() { p.query(s.Query) })
	case *TableFunc:
		text := "func " + name(s.Name)
		for i, a := range s.Args {
			text += " "
			if s.ArgNames[i] != "" {
				text += s.ArgNames[i] + "=>"
			}
			text += sexpr(a)
		}
		if len(s.PartitionBy) > 0 {
			text += " partition by " + sexprs(s.PartitionBy)
		}
		if s.Ordinality {
			text += " ordinality"
		}
		p.line("%s%s%s", text, lateral(s.Lateral), alias(s.Alias))
	case *MatchRecognize:
		p.line("match all_rows=%t%s", s.AllRows, alias(s.Alias))
		p.under(func() {
			p.source(s.Input)
			if len(s.Partition) > 0 {
				p.line("partition %s", sexprs(s.Partition))
			}
			p.order("order by", s.OrderBy)
			p.items("measure", s.Measures)
			p.items("define", s.Define)
		})
	case *Join:
		p.join(s)
	}
}

func (p *printer) join(j *Join) {
	text := "join " + string(j.Kind)
	if j.Natural {
		text += " natural"
	}
	if j.Asof {
		text += " asof"
	}
	if j.On != nil {
		text += " on " + sexpr(j.On)
	}
	if j.Using != nil {
		text += " using " + namesOf(j.Using)
	}
	if j.Within.Text != "" {
		text += fmt.Sprintf(" within %dms", j.Within.Nanoseconds/1e6)
	}
	if j.Grace.Text != "" {
		text += fmt.Sprintf(" grace %dms", j.Grace.Nanoseconds/1e6)
	}
	p.line("%s", text)
	p.under(func() { p.source(j.Left); p.source(j.Right) })
}

func lateral(l bool) string {
	if l {
		return " lateral"
	}
	return ""
}

func alias(a Alias) string {
	if a.Name.Name == "" {
		return ""
	}
	text := " as " + name(a.Name)
	if len(a.Columns) > 0 {
		text += "(" + namesOf(a.Columns) + ")"
	}
	return text
}
