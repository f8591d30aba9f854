"""What cards show of radiotherapy objects (PS3.3 A.19 to A.21, C.8.8)."""

from viewer.kinds.card_layout import Listing, Plan
from viewer.text import mark

_BEAM = (
    (mark("No."), "BeamNumber"),
    (mark("Name"), "BeamName"),
    (mark("Type"), "BeamType"),
    (mark("Radiation"), "RadiationType"),
    (mark("Machine"), "TreatmentMachineName"),
    (mark("Control points"), "NumberOfControlPoints"),
    (mark("Meterset"), "BeamMeterset"),
    (mark("Dose [Gy]"), "BeamDose"),
)
_IN_GROUP = (("FractionGroupSequence/ReferencedBeamSequence", "ReferencedBeamNumber"),)
_DELIVERED = (
    (mark("No."), "ReferencedBeamNumber"),
    (mark("Name"), "BeamName"),
    (mark("Fraction"), "CurrentFractionNumber"),
    (mark("Ended"), "TreatmentTerminationStatus"),
    (mark("Specified meterset"), "SpecifiedPrimaryMeterset"),
    (mark("Delivered meterset"), "DeliveredPrimaryMeterset"),
    (mark("Control points"), "NumberOfControlPoints"),
)

RADIOTHERAPY: dict[str, Plan] = {
    "rt_struct": Plan(
        (
            (mark("Label"), "StructureSetLabel"),
            (mark("Name"), "StructureSetName"),
            (mark("Made on"), "StructureSetDate"),
            (mark("Approval"), "ApprovalStatus"),
        ),
        (
            Listing(
                mark("Regions of interest"),
                "StructureSetROISequence",
                (
                    (mark("No."), "ROINumber"),
                    (mark("Name"), "ROIName"),
                    (mark("Interpreted as"), "RTROIInterpretedType"),
                    (mark("Contours"), "#ContourSequence"),
                    (mark("Made by"), "ROIGenerationAlgorithm"),
                    (mark("Volume [cm³]"), "ROIVolume"),
                    (mark("Colour"), "ROIDisplayColor"),
                ),
                key="ROINumber",
                joined=(
                    ("ROIContourSequence", "ReferencedROINumber"),
                    ("RTROIObservationsSequence", "ReferencedROINumber"),
                ),
            ),
        ),
    ),
    "rt_plan": Plan(
        (
            (mark("Label"), "RTPlanLabel"),
            (mark("Name"), "RTPlanName"),
            (mark("Made on"), "RTPlanDate"),
            (mark("Intent"), "PlanIntent"),
            (mark("Approval"), "ApprovalStatus"),
        ),
        (
            Listing(
                mark("Prescription"),
                "DoseReferenceSequence",
                (
                    (mark("No."), "DoseReferenceNumber"),
                    (mark("For"), "DoseReferenceDescription"),
                    (mark("Structure"), "DoseReferenceStructureType"),
                    (mark("Type"), "DoseReferenceType"),
                    (mark("Prescribed [Gy]"), "TargetPrescriptionDose"),
                    (mark("At least [Gy]"), "TargetMinimumDose"),
                    (mark("At most [Gy]"), "TargetMaximumDose"),
                    (mark("Organ at most [Gy]"), "OrganAtRiskMaximumDose"),
                ),
            ),
            Listing(
                mark("Fractions"),
                "FractionGroupSequence",
                (
                    (mark("Group"), "FractionGroupNumber"),
                    (mark("Planned"), "NumberOfFractionsPlanned"),
                    (mark("Beams"), "NumberOfBeams"),
                    (mark("Brachytherapy set-ups"), "NumberOfBrachyApplicationSetups"),
                ),
            ),
            Listing(mark("Beams"), "BeamSequence", _BEAM, "BeamNumber", _IN_GROUP),
            Listing(
                mark("Ion beams"), "IonBeamSequence", _BEAM, "BeamNumber", _IN_GROUP
            ),
            Listing(
                mark("Brachytherapy set-ups"),
                "ApplicationSetupSequence",
                (
                    (mark("No."), "ApplicationSetupNumber"),
                    (mark("Type"), "ApplicationSetupType"),
                    (mark("Name"), "ApplicationSetupName"),
                    (mark("Channels"), "#ChannelSequence"),
                    (mark("Total air kerma"), "TotalReferenceAirKerma"),
                ),
            ),
        ),
    ),
    "rt_record": Plan(
        (
            (mark("Treated on"), "TreatmentDate"),
            (mark("First treatment"), "FirstTreatmentDate"),
            (mark("Latest treatment"), "MostRecentTreatmentDate"),
            (mark("State"), "CurrentTreatmentStatus"),
            (mark("Machine"), "TreatmentMachineSequence/TreatmentMachineName"),
        ),
        (
            Listing(mark("Beams"), "TreatmentSessionBeamSequence", _DELIVERED),
            Listing(mark("Ion beams"), "TreatmentSessionIonBeamSequence", _DELIVERED),
            Listing(
                mark("Fractions"),
                "FractionGroupSummarySequence",
                (
                    (mark("Group"), "ReferencedFractionGroupNumber"),
                    (mark("Type"), "FractionGroupType"),
                    (mark("Planned"), "NumberOfFractionsPlanned"),
                    (mark("Delivered"), "NumberOfFractionsDelivered"),
                ),
            ),
        ),
    ),
}
