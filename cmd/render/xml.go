package render

import (
	"encoding/xml"
	"io"
)

// xmlElement is the beginning of an element. Names and values of attributes alternate.
func xmlElement(name string, attributes ...string) xml.StartElement {
	start := xml.StartElement{Name: xml.Name{Local: name}}
	for i := 0; i+1 < len(attributes); i += 2 {
		start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: attributes[i]}, Value: attributes[i+1]})
	}
	return start
}

// indentedXML writes a document with its heading and a line end. What fill adds, one after the other, is in the root.
func indentedXML(w io.Writer, root xml.StartElement, fill func(add func(any) error) error) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.EncodeToken(root); err != nil {
		return err
	}
	if err := fill(func(v any) error { return e.Encode(v) }); err != nil {
		return err
	}
	if err := e.EncodeToken(root.End()); err != nil {
		return err
	}
	if err := e.Close(); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
