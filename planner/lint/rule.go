package lint

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Rule is one question about job definitions, with its documentation. Rules hold no state.
type Rule struct {
	Name     string        // what it finds, in a few words: "splits-groups"
	Severity diag.Severity // unless the configuration says otherwise
	Doc      Doc
	Check    func(*Pass) // called for every Pass; it reports what it finds
}

// Code returns the rule's number, "VP" and three digits.
func (r Rule) Code() string { return diag.Diagnostic{ID: r.Name}.Code() }

// Doc documents a rule. The page docs/rules/CODE.md is made from it.
type Doc struct {
	// Finds tells in one line what the rule finds.
	Finds string
	// Why tells what goes wrong and why it would not be noticed otherwise; blank lines separate paragraphs.
	Why string
	// Bad is a text that has exactly this finding, and Good is the same job without it. Both are "" for a rule
	// about files that have no text.
	Bad, Good string
	// Catalog is the catalog file that goes with Bad and Good; "" for none.
	Catalog string
	// Since is the first version that has the rule.
	Since string
}

// All are the rules in the order of their codes.
var All = []Rule{
	vp001, vp002, vp003, vp004, vp005,
	vp101, vp102, vp103, vp104, vp105, vp106, vp107, vp108, vp109, vp110,
	vp201, vp202, vp203, vp204, vp205, vp206, vp207,
	vp301, vp302, vp303, vp304, vp305, vp306, vp307, vp308, vp309,
	vp401, vp402, vp403, vp404, vp405,
}

// Lookup returns the rule with a code, in any case, or with a name, and whether there is one.
func Lookup(text string) (Rule, bool) {
	for _, r := range All {
		if strings.EqualFold(r.Code(), text) || r.Name == text {
			return r, true
		}
	}
	return Rule{}, false
}

// Select returns the rules that a text names: a rule by its code or name, or a family by what its codes begin with,
// such as VP2. It returns nil if there are none.
func Select(text string) []Rule {
	if one, ok := Lookup(text); ok {
		return []Rule{one}
	}
	var family []Rule
	for _, r := range All {
		if strings.EqualFold(r.Family(), text) {
			family = append(family, r)
		}
	}
	return family
}

// Family returns what the codes of the rule's family begin with: VP0 is about the text, VP1 about wrong results, VP2
// about cost, VP3 about the engine, and VP4 about jobs together.
func (r Rule) Family() string { return r.Code()[:len("VP0")] }

// Families returns all families in the order of the codes.
func Families() []string {
	var list []string
	for _, r := range All {
		list = append(list, r.Family())
	}
	return slices.Compact(list)
}

// engineFamily is the family of the rules about the engine.
const engineFamily = "VP3"

// AboutEngine reports whether the rule is about what the engine does with a text. With `engine: none` such rules
// are not asked.
func (r Rule) AboutEngine() bool { return r.Family() == engineFamily }

// AboutReading reports whether the rule finds texts that cannot be read or parsed, of which no other rule says
// anything.
func (r Rule) AboutReading() bool { return r.Name == vp001.Name || r.Name == vp005.Name }

// HelpURI is where the rule's page is found.
func (r Rule) HelpURI() string { return page(r.Code()) }

// page is where the page of a rule with a code is found.
func page(code string) string {
	return "https://github.com/velo-plan/velo-plan/blob/main/docs/rules/" + code + ".md"
}
