"""A clinical document and a 3D model, wrapped in DICOM, in memory.

Keyword arguments named as DICOM keywords replace elements, None removes them.
"""

import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.documents import wrapped
from viewer.demo.parts import code, uid

if TYPE_CHECKING:
    from pydicom import Dataset

ENCAPSULATED_CDA = "1.2.840.10008.5.1.4.1.1.104.2"
ENCAPSULATED_STL = "1.2.840.10008.5.1.4.1.1.104.3"
ENCAPSULATED_OBJ = "1.2.840.10008.5.1.4.1.1.104.4"
ENCAPSULATED_MTL = "1.2.840.10008.5.1.4.1.1.104.5"
CDA = b"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <id root="2.25.329800735698586629295641978511506172918"/>
  <code code="18748-4" codeSystem="2.16.840.1.113883.6.1"
    displayName="Diagnostic imaging study"/>
  <title>Chest CT: synthetic report</title>
  <effectiveTime value="20261122101500"/>
  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
  <languageCode code="en-US"/>
  <recordTarget>
    <patientRole>
      <id root="2.25.1" extension="TEST-0001"/>
      <patient>
        <name><given>Builder</given><family>TEST</family></name>
        <administrativeGenderCode code="UN" displayName="Undifferentiated"
          codeSystem="2.16.840.1.113883.5.1"/>
        <birthTime value="19700101"/>
      </patient>
    </patientRole>
  </recordTarget>
  <author>
    <time value="20261122101500"/>
    <assignedAuthor>
      <id root="2.25.2" extension="1"/>
      <assignedPerson>
        <name><prefix>Dr.</prefix><given>Syn</given><family>Thetic</family></name>
      </assignedPerson>
    </assignedAuthor>
  </author>
  <custodian>
    <assignedCustodian>
      <representedCustodianOrganization>
        <id root="2.25.3"/>
        <name>Negatoscope demonstration</name>
      </representedCustodianOrganization>
    </assignedCustodian>
  </custodian>
  <component>
    <structuredBody>
      <component>
        <section>
          <title>Findings</title>
          <text>
            <paragraph>Lungs: <content styleCode="Bold">no finding</content>,
              CO<sub>2</sub> was not measured.</paragraph>
            <list listType="ordered">
              <item>Left lung clear</item>
              <item>Right lung clear</item>
            </list>
          </text>
          <component>
            <section>
              <title>Measurements</title>
              <text>
                <table>
                  <thead><tr><th>What</th><th>Value</th><th>Unit</th></tr></thead>
                  <tbody>
                    <tr><td>Aorta</td><td>31</td><td>mm</td></tr>
                    <tr><td>Nodule</td><td colspan="2">none</td></tr>
                  </tbody>
                </table>
              </text>
            </section>
          </component>
        </section>
      </component>
      <component>
        <section>
          <title>Impression</title>
          <text>This is a test, and nobody's report.</text>
        </section>
      </component>
    </structuredBody>
  </component>
</ClinicalDocument>
"""


def encapsulated_cda(document: bytes = CDA, **elements: Any) -> "Dataset":
    """An encapsulated clinical document (PS3.3 A.45.2)."""
    described: dict[str, Any] = {
        "DocumentTitle": "A synthetic clinical document",
        "MIMETypeOfEncapsulatedDocument": "text/xml",
        "ConceptNameCodeSequence": [code("18748-4", "LN", "Diagnostic imaging report")],
        "HL7InstanceIdentifier": "2.25.329800735698586629295641978511506172918",
    }
    return wrapped(ENCAPSULATED_CDA, document, **{**described, **elements})


def sphere(rings: int = 24, radius: float = 20.0) -> np.ndarray[Any, Any]:
    """Triangles of a sphere around (10, -5, 30): corners (count, 3, 3), float32."""
    around = np.linspace(0, 2 * np.pi, 2 * rings + 1)
    down = np.linspace(0, np.pi, rings + 1)
    theta, phi = np.meshgrid(down, around, indexing="ij")
    points = radius * np.stack(
        (np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)), -1
    ) + np.array([10.0, -5.0, 30.0])
    a, b = points[:-1, :-1], points[1:, :-1]
    c, d = points[1:, 1:], points[:-1, 1:]
    first, second = np.stack((a, b, c), 2), np.stack((a, c, d), 2)
    corners = np.concatenate((first.reshape(-1, 3, 3), second.reshape(-1, 3, 3)))
    areas = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    whole: np.ndarray[Any, Any] = corners[areas > 1e-9].astype(np.float32)
    return whole


def stl_bytes(corners: np.ndarray[Any, Any] | None = None) -> bytes:
    """Triangles as a binary STL; of a sphere unless they are given."""
    corners = sphere() if corners is None else corners
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    rows = np.zeros(len(corners), "(3,)<f4, (3,3)<f4, <u2")
    rows["f0"], rows["f1"] = normals / np.maximum(lengths, 1e-12), corners
    head = b"Negatoscope synthetic sphere".ljust(80, b" ")
    return head + struct.pack("<I", len(corners)) + rows.tobytes()


OBJ = b"""# a synthetic tetrahedron
mtllib bone.mtl
o tetrahedron
v 0 0 0
v 10 0 0
v 0 20 0
v 0 0 30
usemtl bone
f 1 3 2
f 1 2 4
f 1 4 3
f 2 3 4
"""
MTL = b"newmtl bone\nKd 0.9 0.85 0.7\nKs 0 0 0\n"


def encapsulated_model(
    document: bytes | None = None,
    sop_class_uid: str = ENCAPSULATED_STL,
    media_type: str = "model/stl",
    **elements: Any,
) -> "Dataset":
    """An encapsulated 3D model (PS3.3 A.85); the STL of a sphere in millimetres."""
    described: dict[str, Any] = {
        "Modality": "M3D",
        "ConversionType": None,
        "DocumentTitle": "A synthetic model",
        "MIMETypeOfEncapsulatedDocument": media_type,
        "ConceptNameCodeSequence": [code("85040-4", "LN", "Anatomical model")],
        "ManufacturerModelName": "Demonstration",
        "DeviceSerialNumber": "1",
        "SoftwareVersions": "1",
        "MeasurementUnitsCodeSequence": [code("mm", "UCUM", "mm")],
        "ModelModification": "NO",
        "ModelMirroring": "NO",
        "ModelUsageCodeSequence": [code("129013", "DCM", "Planning Intent")],
    }
    if sop_class_uid != ENCAPSULATED_MTL:
        described["FrameOfReferenceUID"] = uid("frame of reference")
        described["PositionReferenceIndicator"] = ""
    if sop_class_uid != ENCAPSULATED_STL:
        described["ICCProfile"] = _colour_profile()
    data = stl_bytes() if document is None else document
    return wrapped(sop_class_uid, data, **{**described, **elements})


def _colour_profile() -> bytes:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    data: bytes = profile.tobytes()
    return data + b"\0" * (len(data) % 2)
