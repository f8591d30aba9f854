"""SOP classes of stored objects, as registered in PS3.6 Annex A: data, one row a line.

Columns: UID, name in the registry, short name for a thumbnail, kind, "retired" or none.
The kind is how an object of the class is shown (a name of the kind table). The
Label Map and Height Map Segmentations and the Waveform Presentation States are newer
than most dictionaries. Print and management classes are listed because dumps of them
are met as files.
"""

ROWS = """\
1.2.840.10008.1.3.10|Media Storage Directory Storage|DICOMDIR|dicomdir
1.2.840.10008.3.1.2.1.1|Detached Patient Management SOP Class|Patient management|management|retired
1.2.840.10008.3.1.2.2.1|Detached Visit Management SOP Class|Visit management|management|retired
1.2.840.10008.3.1.2.3.1|Detached Study Management SOP Class|Study management|management|retired
1.2.840.10008.3.1.2.3.2|Study Component Management SOP Class|Study component|management|retired
1.2.840.10008.3.1.2.3.3|Modality Performed Procedure Step SOP Class|MPPS|management
1.2.840.10008.3.1.2.5.1|Detached Results Management SOP Class|Results management|management|retired
1.2.840.10008.3.1.2.6.1|Detached Interpretation Management SOP Class|Interpretation|management|retired
1.2.840.10008.5.1.1.1|Basic Film Session SOP Class|Film session|print
1.2.840.10008.5.1.1.2|Basic Film Box SOP Class|Film box|print
1.2.840.10008.5.1.1.4|Basic Grayscale Image Box SOP Class|Grey image box|print
1.2.840.10008.5.1.1.4.1|Basic Color Image Box SOP Class|Colour image box|print
1.2.840.10008.5.1.1.14|Print Job SOP Class|Print job|print
1.2.840.10008.5.1.1.15|Basic Annotation Box SOP Class|Annotation box|print
1.2.840.10008.5.1.1.23|Presentation LUT SOP Class|Presentation LUT|print
1.2.840.10008.5.1.1.24|Image Overlay Box SOP Class|Overlay box|print|retired
1.2.840.10008.5.1.1.24.1|Basic Print Image Overlay Box SOP Class|Print overlay box|print|retired
1.2.840.10008.5.1.1.27|Stored Print Storage SOP Class|Stored print|print|retired
1.2.840.10008.5.1.1.29|Hardcopy Grayscale Image Storage SOP Class|Hardcopy grey|hardcopy_image|retired
1.2.840.10008.5.1.1.30|Hardcopy Color Image Storage SOP Class|Hardcopy colour|hardcopy_image|retired
1.2.840.10008.5.1.4.1.1.1|Computed Radiography Image Storage|CR|image2d
1.2.840.10008.5.1.4.1.1.1.1|Digital X-Ray Image Storage - For Presentation|DX|image2d
1.2.840.10008.5.1.4.1.1.1.1.1|Digital X-Ray Image Storage - For Processing|DX raw|image2d
1.2.840.10008.5.1.4.1.1.1.2|Digital Mammography X-Ray Image Storage - For Presentation|MG|image2d
1.2.840.10008.5.1.4.1.1.1.2.1|Digital Mammography X-Ray Image Storage - For Processing|MG raw|image2d
1.2.840.10008.5.1.4.1.1.1.3|Digital Intra-Oral X-Ray Image Storage - For Presentation|IO|image2d
1.2.840.10008.5.1.4.1.1.1.3.1|Digital Intra-Oral X-Ray Image Storage - For Processing|IO raw|image2d
1.2.840.10008.5.1.4.1.1.2|CT Image Storage|CT|image2d
1.2.840.10008.5.1.4.1.1.2.1|Enhanced CT Image Storage|Enhanced CT|multiframe_volume
1.2.840.10008.5.1.4.1.1.2.2|Legacy Converted Enhanced CT Image Storage|Converted CT|multiframe_volume
1.2.840.10008.5.1.4.1.1.3|Ultrasound Multi-frame Image Storage|US cine|cine|retired
1.2.840.10008.5.1.4.1.1.3.1|Ultrasound Multi-frame Image Storage|US cine|cine
1.2.840.10008.5.1.4.1.1.4|MR Image Storage|MR|image2d
1.2.840.10008.5.1.4.1.1.4.1|Enhanced MR Image Storage|Enhanced MR|multiframe_volume
1.2.840.10008.5.1.4.1.1.4.2|MR Spectroscopy Storage|MR spectroscopy|spectroscopy
1.2.840.10008.5.1.4.1.1.4.3|Enhanced MR Color Image Storage|Enhanced MR colour|multiframe_volume
1.2.840.10008.5.1.4.1.1.4.4|Legacy Converted Enhanced MR Image Storage|Converted MR|multiframe_volume
1.2.840.10008.5.1.4.1.1.5|Nuclear Medicine Image Storage|NM|nm|retired
1.2.840.10008.5.1.4.1.1.6|Ultrasound Image Storage|US|image2d|retired
1.2.840.10008.5.1.4.1.1.6.1|Ultrasound Image Storage|US|image2d
1.2.840.10008.5.1.4.1.1.6.2|Enhanced US Volume Storage|US volume|us_volume
1.2.840.10008.5.1.4.1.1.6.3|Photoacoustic Image Storage|Photoacoustic|photoacoustic
1.2.840.10008.5.1.4.1.1.7|Secondary Capture Image Storage|SC|image2d
1.2.840.10008.5.1.4.1.1.7.1|Multi-frame Single Bit Secondary Capture Image Storage|SC 1-bit|cine
1.2.840.10008.5.1.4.1.1.7.2|Multi-frame Grayscale Byte Secondary Capture Image Storage|SC grey|cine
1.2.840.10008.5.1.4.1.1.7.3|Multi-frame Grayscale Word Secondary Capture Image Storage|SC grey 16-bit|cine
1.2.840.10008.5.1.4.1.1.7.4|Multi-frame True Color Secondary Capture Image Storage|SC colour|cine
1.2.840.10008.5.1.4.1.1.8|Standalone Overlay Storage|Overlay|overlay|retired
1.2.840.10008.5.1.4.1.1.9|Standalone Curve Storage|Curve|curve|retired
1.2.840.10008.5.1.4.1.1.9.1|Waveform Storage - Trial|Waveform|waveform_ecg|retired
1.2.840.10008.5.1.4.1.1.9.1.1|12-lead ECG Waveform Storage|12-lead ECG|waveform_ecg
1.2.840.10008.5.1.4.1.1.9.1.2|General ECG Waveform Storage|ECG|waveform_ecg
1.2.840.10008.5.1.4.1.1.9.1.3|Ambulatory ECG Waveform Storage|Ambulatory ECG|waveform_ecg
1.2.840.10008.5.1.4.1.1.9.1.4|General 32-bit ECG Waveform Storage|32-bit ECG|waveform_ecg
1.2.840.10008.5.1.4.1.1.9.2.1|Hemodynamic Waveform Storage|Hemodynamics|waveform_hemo
1.2.840.10008.5.1.4.1.1.9.3.1|Cardiac Electrophysiology Waveform Storage|Cardiac EP|waveform_ecg
1.2.840.10008.5.1.4.1.1.9.4.1|Basic Voice Audio Waveform Storage|Voice|waveform_audio
1.2.840.10008.5.1.4.1.1.9.4.2|General Audio Waveform Storage|Audio|waveform_audio
1.2.840.10008.5.1.4.1.1.9.5.1|Arterial Pulse Waveform Storage|Arterial pulse|waveform_general
1.2.840.10008.5.1.4.1.1.9.6.1|Respiratory Waveform Storage|Respiration|waveform_general
1.2.840.10008.5.1.4.1.1.9.6.2|Multi-channel Respiratory Waveform Storage|Respiration|waveform_general
1.2.840.10008.5.1.4.1.1.9.7.1|Routine Scalp Electroencephalogram Waveform Storage|EEG|waveform_eeg
1.2.840.10008.5.1.4.1.1.9.7.2|Electromyogram Waveform Storage|EMG|waveform_eeg
1.2.840.10008.5.1.4.1.1.9.7.3|Electrooculogram Waveform Storage|EOG|waveform_eeg
1.2.840.10008.5.1.4.1.1.9.7.4|Sleep Electroencephalogram Waveform Storage|Sleep EEG|waveform_eeg
1.2.840.10008.5.1.4.1.1.9.8.1|Body Position Waveform Storage|Body position|waveform_general
1.2.840.10008.5.1.4.1.1.9.100.1|Waveform Presentation State Storage|Waveform PR|waveform_ps
1.2.840.10008.5.1.4.1.1.9.100.2|Waveform Acquisition Presentation State Storage|Waveform PR|waveform_ps
1.2.840.10008.5.1.4.1.1.10|Standalone Modality LUT Storage|Modality LUT|lut|retired
1.2.840.10008.5.1.4.1.1.11|Standalone VOI LUT Storage|VOI LUT|lut|retired
1.2.840.10008.5.1.4.1.1.11.1|Grayscale Softcopy Presentation State Storage|PR|presentation_state
1.2.840.10008.5.1.4.1.1.11.2|Color Softcopy Presentation State Storage|Colour PR|presentation_state
1.2.840.10008.5.1.4.1.1.11.3|Pseudo-Color Softcopy Presentation State Storage|Pseudo-colour PR|presentation_state
1.2.840.10008.5.1.4.1.1.11.4|Blending Softcopy Presentation State Storage|Blending PR|presentation_state
1.2.840.10008.5.1.4.1.1.11.5|XA/XRF Grayscale Softcopy Presentation State Storage|XA/XRF PR|presentation_state
1.2.840.10008.5.1.4.1.1.11.6|Grayscale Planar MPR Volumetric Presentation State Storage|MPR PR|presentation_state_volume
1.2.840.10008.5.1.4.1.1.11.7|Compositing Planar MPR Volumetric Presentation State Storage|MPR fusion PR|presentation_state_volume
1.2.840.10008.5.1.4.1.1.11.8|Advanced Blending Presentation State Storage|Blending PR|presentation_state
1.2.840.10008.5.1.4.1.1.11.9|Volume Rendering Volumetric Presentation State Storage|Volume PR|presentation_state_volume
1.2.840.10008.5.1.4.1.1.11.10|Segmented Volume Rendering Volumetric Presentation State Storage|Volume PR|presentation_state_volume
1.2.840.10008.5.1.4.1.1.11.11|Multiple Volume Rendering Volumetric Presentation State Storage|Volume PR|presentation_state_volume
1.2.840.10008.5.1.4.1.1.11.12|Variable Modality LUT Softcopy Presentation State Storage|Modality LUT PR|presentation_state
1.2.840.10008.5.1.4.1.1.12.1|X-Ray Angiographic Image Storage|XA|cine
1.2.840.10008.5.1.4.1.1.12.1.1|Enhanced XA Image Storage|Enhanced XA|xa_enhanced
1.2.840.10008.5.1.4.1.1.12.2|X-Ray Radiofluoroscopic Image Storage|RF|cine
1.2.840.10008.5.1.4.1.1.12.2.1|Enhanced XRF Image Storage|Enhanced RF|xa_enhanced
1.2.840.10008.5.1.4.1.1.12.3|X-Ray Angiographic Bi-Plane Image Storage|XA bi-plane|cine|retired
1.2.840.10008.5.1.4.1.1.13.1.1|X-Ray 3D Angiographic Image Storage|3D XA|multiframe_volume
1.2.840.10008.5.1.4.1.1.13.1.2|X-Ray 3D Craniofacial Image Storage|Craniofacial CT|multiframe_volume
1.2.840.10008.5.1.4.1.1.13.1.3|Breast Tomosynthesis Image Storage|Tomosynthesis|multiframe_volume
1.2.840.10008.5.1.4.1.1.13.1.4|Breast Projection X-Ray Image Storage - For Presentation|Breast projection|multiframe_volume
1.2.840.10008.5.1.4.1.1.13.1.5|Breast Projection X-Ray Image Storage - For Processing|Breast projection raw|multiframe_volume
1.2.840.10008.5.1.4.1.1.14.1|Intravascular Optical Coherence Tomography Image Storage - For Presentation|IVOCT|oct_volume
1.2.840.10008.5.1.4.1.1.14.2|Intravascular Optical Coherence Tomography Image Storage - For Processing|IVOCT raw|oct_volume
1.2.840.10008.5.1.4.1.1.20|Nuclear Medicine Image Storage|NM|nm
1.2.840.10008.5.1.4.1.1.30|Parametric Map Storage|Parametric map|parametric_map
1.2.840.10008.5.1.4.1.1.66|Raw Data Storage|Raw data|raw
1.2.840.10008.5.1.4.1.1.66.1|Spatial Registration Storage|Registration|registration
1.2.840.10008.5.1.4.1.1.66.2|Spatial Fiducials Storage|Fiducials|fiducials
1.2.840.10008.5.1.4.1.1.66.3|Deformable Spatial Registration Storage|Deformable registration|registration
1.2.840.10008.5.1.4.1.1.66.4|Segmentation Storage|SEG|segmentation
1.2.840.10008.5.1.4.1.1.66.5|Surface Segmentation Storage|Surface SEG|surface
1.2.840.10008.5.1.4.1.1.66.6|Tractography Results Storage|Tractography|tractography
1.2.840.10008.5.1.4.1.1.66.7|Label Map Segmentation Storage|Label map SEG|segmentation
1.2.840.10008.5.1.4.1.1.66.8|Height Map Segmentation Storage|Height map SEG|segmentation_height
1.2.840.10008.5.1.4.1.1.67|Real World Value Mapping Storage|Real-world values|rwvm
1.2.840.10008.5.1.4.1.1.68.1|Surface Scan Mesh Storage|Surface mesh|surface
1.2.840.10008.5.1.4.1.1.68.2|Surface Scan Point Cloud Storage|Point cloud|surface
1.2.840.10008.5.1.4.1.1.77.1|VL Image Storage - Trial|VL|image2d|retired
1.2.840.10008.5.1.4.1.1.77.1.1|VL Endoscopic Image Storage|Endoscopy|image2d
1.2.840.10008.5.1.4.1.1.77.1.1.1|Video Endoscopic Image Storage|Endoscopy video|video
1.2.840.10008.5.1.4.1.1.77.1.2|VL Microscopic Image Storage|Microscopy|image2d
1.2.840.10008.5.1.4.1.1.77.1.2.1|Video Microscopic Image Storage|Microscopy video|video
1.2.840.10008.5.1.4.1.1.77.1.3|VL Slide-Coordinates Microscopic Image Storage|Slide microscopy|image2d
1.2.840.10008.5.1.4.1.1.77.1.4|VL Photographic Image Storage|Photo|image2d
1.2.840.10008.5.1.4.1.1.77.1.4.1|Video Photographic Image Storage|Video|video
1.2.840.10008.5.1.4.1.1.77.1.5.1|Ophthalmic Photography 8 Bit Image Storage|Fundus|image2d
1.2.840.10008.5.1.4.1.1.77.1.5.2|Ophthalmic Photography 16 Bit Image Storage|Fundus 16-bit|image2d
1.2.840.10008.5.1.4.1.1.77.1.5.3|Stereometric Relationship Storage|Stereo pairs|stereo
1.2.840.10008.5.1.4.1.1.77.1.5.4|Ophthalmic Tomography Image Storage|OCT|oct_volume
1.2.840.10008.5.1.4.1.1.77.1.5.5|Wide Field Ophthalmic Photography Stereographic Projection Image Storage|Wide-field fundus|image2d
1.2.840.10008.5.1.4.1.1.77.1.5.6|Wide Field Ophthalmic Photography 3D Coordinates Image Storage|Wide-field fundus 3D|image2d
1.2.840.10008.5.1.4.1.1.77.1.5.7|Ophthalmic Optical Coherence Tomography En Face Image Storage|OCT en face|image2d
1.2.840.10008.5.1.4.1.1.77.1.5.8|Ophthalmic Optical Coherence Tomography B-scan Volume Analysis Storage|OCT analysis|oct_volume
1.2.840.10008.5.1.4.1.1.77.1.6|VL Whole Slide Microscopy Image Storage|Whole slide|wsi
1.2.840.10008.5.1.4.1.1.77.1.7|Dermoscopic Photography Image Storage|Dermoscopy|image2d
1.2.840.10008.5.1.4.1.1.77.1.8|Confocal Microscopy Image Storage|Confocal|image2d
1.2.840.10008.5.1.4.1.1.77.1.9|Confocal Microscopy Tiled Pyramidal Image Storage|Confocal tiled|wsi
1.2.840.10008.5.1.4.1.1.77.2|VL Multi-frame Image Storage - Trial|VL multi-frame|cine|retired
1.2.840.10008.5.1.4.1.1.78.1|Lensometry Measurements Storage|Lensometry|ophthalmic_measurement
1.2.840.10008.5.1.4.1.1.78.2|Autorefraction Measurements Storage|Autorefraction|ophthalmic_measurement
1.2.840.10008.5.1.4.1.1.78.3|Keratometry Measurements Storage|Keratometry|ophthalmic_measurement
1.2.840.10008.5.1.4.1.1.78.4|Subjective Refraction Measurements Storage|Refraction|ophthalmic_measurement
1.2.840.10008.5.1.4.1.1.78.5|Visual Acuity Measurements Storage|Visual acuity|ophthalmic_measurement
1.2.840.10008.5.1.4.1.1.78.6|Spectacle Prescription Report Storage|Spectacles|ophthalmic_measurement
1.2.840.10008.5.1.4.1.1.78.7|Ophthalmic Axial Measurements Storage|Axial length|ophthalmic_measurement
1.2.840.10008.5.1.4.1.1.78.8|Intraocular Lens Calculations Storage|IOL calculation|ophthalmic_measurement
1.2.840.10008.5.1.4.1.1.79.1|Macular Grid Thickness and Volume Report Storage|Macular grid|ophthalmic_report
1.2.840.10008.5.1.4.1.1.80.1|Ophthalmic Visual Field Static Perimetry Measurements Storage|Visual field|ophthalmic_report
1.2.840.10008.5.1.4.1.1.81.1|Ophthalmic Thickness Map Storage|Thickness map|ophthalmic_map
1.2.840.10008.5.1.4.1.1.82.1|Corneal Topography Map Storage|Corneal map|ophthalmic_map
1.2.840.10008.5.1.4.1.1.88.1|Text SR Storage - Trial|Text SR|sr|retired
1.2.840.10008.5.1.4.1.1.88.2|Audio SR Storage - Trial|Audio SR|sr|retired
1.2.840.10008.5.1.4.1.1.88.3|Detail SR Storage - Trial|Detail SR|sr|retired
1.2.840.10008.5.1.4.1.1.88.4|Comprehensive SR Storage - Trial|Comprehensive SR|sr|retired
1.2.840.10008.5.1.4.1.1.88.11|Basic Text SR Storage|Text SR|sr
1.2.840.10008.5.1.4.1.1.88.22|Enhanced SR Storage|Enhanced SR|sr
1.2.840.10008.5.1.4.1.1.88.33|Comprehensive SR Storage|SR|sr
1.2.840.10008.5.1.4.1.1.88.34|Comprehensive 3D SR Storage|3D SR|sr
1.2.840.10008.5.1.4.1.1.88.35|Extensible SR Storage|Extensible SR|sr
1.2.840.10008.5.1.4.1.1.88.40|Procedure Log Storage|Procedure log|sr
1.2.840.10008.5.1.4.1.1.88.50|Mammography CAD SR Storage|Mammography CAD|sr
1.2.840.10008.5.1.4.1.1.88.59|Key Object Selection Document Storage|Key images|ko
1.2.840.10008.5.1.4.1.1.88.65|Chest CAD SR Storage|Chest CAD|sr
1.2.840.10008.5.1.4.1.1.88.67|X-Ray Radiation Dose SR Storage|X-ray dose|sr
1.2.840.10008.5.1.4.1.1.88.68|Radiopharmaceutical Radiation Dose SR Storage|Radiopharmaceutical dose|sr
1.2.840.10008.5.1.4.1.1.88.69|Colon CAD SR Storage|Colon CAD|sr
1.2.840.10008.5.1.4.1.1.88.70|Implantation Plan SR Storage|Implantation plan|sr
1.2.840.10008.5.1.4.1.1.88.71|Acquisition Context SR Storage|Acquisition context|sr
1.2.840.10008.5.1.4.1.1.88.72|Simplified Adult Echo SR Storage|Adult echo SR|sr
1.2.840.10008.5.1.4.1.1.88.73|Patient Radiation Dose SR Storage|Patient dose|sr
1.2.840.10008.5.1.4.1.1.88.74|Planned Imaging Agent Administration SR Storage|Planned agent|sr
1.2.840.10008.5.1.4.1.1.88.75|Performed Imaging Agent Administration SR Storage|Performed agent|sr
1.2.840.10008.5.1.4.1.1.88.76|Enhanced X-Ray Radiation Dose SR Storage|X-ray dose|sr
1.2.840.10008.5.1.4.1.1.88.77|Waveform Annotation SR Storage|Waveform notes|sr
1.2.840.10008.5.1.4.1.1.90.1|Content Assessment Results Storage|Assessment|assessment
1.2.840.10008.5.1.4.1.1.91.1|Microscopy Bulk Simple Annotations Storage|Slide annotations|bulk_annotations
1.2.840.10008.5.1.4.1.1.104.1|Encapsulated PDF Storage|PDF|encapsulated_doc
1.2.840.10008.5.1.4.1.1.104.2|Encapsulated CDA Storage|CDA|encapsulated_doc
1.2.840.10008.5.1.4.1.1.104.3|Encapsulated STL Storage|STL|encapsulated_3d
1.2.840.10008.5.1.4.1.1.104.4|Encapsulated OBJ Storage|OBJ|encapsulated_3d
1.2.840.10008.5.1.4.1.1.104.5|Encapsulated MTL Storage|MTL|encapsulated_3d
1.2.840.10008.5.1.4.1.1.128|Positron Emission Tomography Image Storage|PET|pet2d
1.2.840.10008.5.1.4.1.1.128.1|Legacy Converted Enhanced PET Image Storage|Converted PET|multiframe_volume
1.2.840.10008.5.1.4.1.1.129|Standalone PET Curve Storage|PET curve|curve|retired
1.2.840.10008.5.1.4.1.1.130|Enhanced PET Image Storage|Enhanced PET|multiframe_volume
1.2.840.10008.5.1.4.1.1.131|Basic Structured Display Storage|Structured display|structured_display
1.2.840.10008.5.1.4.1.1.200.1|CT Defined Procedure Protocol Storage|CT protocol|protocol
1.2.840.10008.5.1.4.1.1.200.2|CT Performed Procedure Protocol Storage|CT protocol done|protocol
1.2.840.10008.5.1.4.1.1.200.3|Protocol Approval Storage|Protocol approval|protocol
1.2.840.10008.5.1.4.1.1.200.7|XA Defined Procedure Protocol Storage|XA protocol|protocol
1.2.840.10008.5.1.4.1.1.200.8|XA Performed Procedure Protocol Storage|XA protocol done|protocol
1.2.840.10008.5.1.4.1.1.201.1|Inventory Storage|Inventory|inventory
1.2.840.10008.5.1.4.1.1.481.1|RT Image Storage|RT image|rt_image
1.2.840.10008.5.1.4.1.1.481.2|RT Dose Storage|RT dose|rt_dose
1.2.840.10008.5.1.4.1.1.481.3|RT Structure Set Storage|RT structures|rt_struct
1.2.840.10008.5.1.4.1.1.481.4|RT Beams Treatment Record Storage|RT beams record|rt_record
1.2.840.10008.5.1.4.1.1.481.5|RT Plan Storage|RT plan|rt_plan
1.2.840.10008.5.1.4.1.1.481.6|RT Brachy Treatment Record Storage|RT brachy record|rt_record
1.2.840.10008.5.1.4.1.1.481.7|RT Treatment Summary Record Storage|RT summary|rt_record
1.2.840.10008.5.1.4.1.1.481.8|RT Ion Plan Storage|RT ion plan|rt_plan
1.2.840.10008.5.1.4.1.1.481.9|RT Ion Beams Treatment Record Storage|RT ion record|rt_record
1.2.840.10008.5.1.4.1.1.481.10|RT Physician Intent Storage|RT intent|rt_plan
1.2.840.10008.5.1.4.1.1.481.11|RT Segment Annotation Storage|RT segments|rt_struct
1.2.840.10008.5.1.4.1.1.481.12|RT Radiation Set Storage|RT radiation set|rt_plan
1.2.840.10008.5.1.4.1.1.481.13|C-Arm Photon-Electron Radiation Storage|RT C-arm|rt_plan
1.2.840.10008.5.1.4.1.1.481.14|Tomotherapeutic Radiation Storage|RT tomotherapy|rt_plan
1.2.840.10008.5.1.4.1.1.481.15|Robotic-Arm Radiation Storage|RT robotic arm|rt_plan
1.2.840.10008.5.1.4.1.1.481.16|RT Radiation Record Set Storage|RT record set|rt_record
1.2.840.10008.5.1.4.1.1.481.17|RT Radiation Salvage Record Storage|RT salvage record|rt_record
1.2.840.10008.5.1.4.1.1.481.18|Tomotherapeutic Radiation Record Storage|RT tomotherapy record|rt_record
1.2.840.10008.5.1.4.1.1.481.19|C-Arm Photon-Electron Radiation Record Storage|RT C-arm record|rt_record
1.2.840.10008.5.1.4.1.1.481.20|Robotic Radiation Record Storage|RT robotic record|rt_record
1.2.840.10008.5.1.4.1.1.481.21|RT Radiation Set Delivery Instruction Storage|RT delivery|rt_plan
1.2.840.10008.5.1.4.1.1.481.22|RT Treatment Preparation Storage|RT preparation|rt_plan
1.2.840.10008.5.1.4.1.1.481.23|Enhanced RT Image Storage|Enhanced RT image|rt_image
1.2.840.10008.5.1.4.1.1.481.24|Enhanced Continuous RT Image Storage|Continuous RT image|rt_image
1.2.840.10008.5.1.4.1.1.481.25|RT Patient Position Acquisition Instruction Storage|RT positioning|rt_plan
1.2.840.10008.5.1.4.1.1.501.1|DICOS CT Image Storage|DICOS CT|dicos
1.2.840.10008.5.1.4.1.1.501.2.1|DICOS Digital X-Ray Image Storage - For Presentation|DICOS DX|dicos
1.2.840.10008.5.1.4.1.1.501.2.2|DICOS Digital X-Ray Image Storage - For Processing|DICOS DX raw|dicos
1.2.840.10008.5.1.4.1.1.501.3|DICOS Threat Detection Report Storage|DICOS threats|dicos
1.2.840.10008.5.1.4.1.1.501.4|DICOS 2D AIT Storage|DICOS 2D AIT|dicos
1.2.840.10008.5.1.4.1.1.501.5|DICOS 3D AIT Storage|DICOS 3D AIT|dicos
1.2.840.10008.5.1.4.1.1.501.6|DICOS Quadrupole Resonance (QR) Storage|DICOS QR|dicos
1.2.840.10008.5.1.4.1.1.601.1|Eddy Current Image Storage|Eddy current|image2d
1.2.840.10008.5.1.4.1.1.601.2|Eddy Current Multi-frame Image Storage|Eddy current cine|cine
1.2.840.10008.5.1.4.34.1|RT Beams Delivery Instruction Storage - Trial|RT delivery|rt_plan|retired
1.2.840.10008.5.1.4.34.7|RT Beams Delivery Instruction Storage|RT delivery|rt_plan
1.2.840.10008.5.1.4.34.10|RT Brachy Application Setup Delivery Instruction Storage|RT brachy delivery|rt_plan
1.2.840.10008.5.1.4.38.1|Hanging Protocol Storage|Hanging protocol|hanging_protocol
1.2.840.10008.5.1.4.39.1|Color Palette Storage|Palette|palette
1.2.840.10008.5.1.4.43.1|Generic Implant Template Storage|Implant|implant
1.2.840.10008.5.1.4.44.1|Implant Assembly Template Storage|Implant assembly|implant
1.2.840.10008.5.1.4.45.1|Implant Template Group Storage|Implant group|implant
"""  # noqa: E501 (one row a line)
